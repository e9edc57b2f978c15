package io.sallyport.edge.openai;

import io.sallyport.core.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The answers that are under way, so that a stopping server can wait for them and end the rest in words. */
@ApplicationScoped
public class ActiveStreams {
    private final Set<Active> all = ConcurrentHashMap.newKeySet();

    /** An answer under way. */
    public interface Active {
        /** Ends it with an explicit error; from any thread. */
        void abort(Problem problem);
    }

    void add(Active one) {
        all.add(one);
    }

    void remove(Active one) {
        all.remove(one);
    }

    /** How many are under way. */
    public int count() {
        return all.size();
    }

    /** Ends all of them. */
    public void abortAll(Problem problem) {
        all.forEach(one -> one.abort(problem));
    }
}
