package io.sallyport.run.reply;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** Who answers, as it is written down. Each write is one statement; what cannot be written fails. */
public interface Replies {
    /** A new run is answered by {@code replica}. */
    Uni<Void> hold(String run, String replica);

    /** The answer of this holder came to its end. */
    Uni<Void> completed(String run, int retry);

    /** The connection of this holder closed before the end. */
    Uni<Void> cut(String run, int retry);

    /** The unfinished answers to {@code asked} of the last ten minutes whose holders have a lower retry count than {@code retry}, oldest first; not all of very many. */
    Uni<List<OpenReply>> open(Asked asked, int retry);

    /** Makes {@code replica} the holder, if {@code seen} still is as it was seen. Of several who try, one succeeds. */
    Uni<Boolean> adopt(OpenReply seen, Adopter adopter);

    /** The replica lives, for {@code lease} from now. */
    Uni<Void> pulse(String replica, Duration lease);

    /** Forgets processes whose pulse has stopped long ago. */
    Uni<Void> sweep();

    /** Who takes over an answer. */
    record Adopter(String replica, int retry, String requestId) {}
}
