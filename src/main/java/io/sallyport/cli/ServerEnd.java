package io.sallyport.cli;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.sallyport.core.Permitted;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens when Quarkus has stopped, however that came about. Embedded services are stopped after it and not beside it.
 *
 * @param say     to the person who started this
 * @param exit    ends the process
 * @param ending  whether the process is ending already: then nobody may ask for it again, which would wait for itself
 * @param release lets the embedded services stop
 */
record ServerEnd(Consumer<String> say, IntConsumer exit, BooleanSupplier ending, Runnable release) {

    @Permitted(because = "this is the entry point's way out")
    static ServerEnd ofThisProcess() {
        return new ServerEnd(
                System.err::println,
                System::exit,
                ApplicationLifecycleManager::isVmShuttingDown,
                EmbeddedStart::serverEnded);
    }

    void ended(int code, @Nullable Throwable cause) {
        if (cause != null) {
            say.accept("sallyport: the server did not start: " + rootOf(cause).getMessage());
        }
        release.run();
        if (!ending.getAsBoolean()) {
            exit.accept(code);
        }
    }

    /** What lies at the bottom is what a person can mend; where it happened is in the log. */
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
