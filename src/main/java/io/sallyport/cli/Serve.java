package io.sallyport.cli;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.sallyport.core.Permitted;
import io.sallyport.core.StartRefused;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The server itself: what it stands on first, then Quarkus. */
final class Serve implements Callable<Integer> {
    /** No exit code: the server has seen to the end of the process itself, or lives on in another class loader (dev mode). */
    static final int ENDED_ITSELF = -1;

    private final String[] args;

    Serve(String... args) {
        this.args = args;
    }

    @Override
    public Integer call() {
        if (ApplicationLifecycleManager.isAppCDSGeneration()) {
            // A training run of the build starts main for the classes it loads; there is nothing to serve.
            Quarkus.run(args);
            return ENDED_ITSELF;
        }
        Profiles profiles = Profiles.active();
        if (profiles.embedded()) {
            refuseWhereNative();
            EmbeddedStart.once(profiles.dev() ? EmbeddedStart.DEV_END_LIMIT : EmbeddedStart.SERVER_END_LIMIT);
        } else {
            ProdStart.prepare();
        }
        if (profiles.dev()) {
            Quarkus.run(Server.class, args);
        } else {
            Quarkus.run(Server.class, Serve::ended, args);
        }
        return ENDED_ITSELF;
    }

    /** The embedded services are a JDK's convenience: their libraries look themselves up by reflection, and prod has no use for them. */
    private static void refuseWhereNative() {
        if (ImageMode.current() != ImageMode.JVM) {
            throw new StartRefused(
                    "The native executable has no embedded services: run the jar with this profile, or set QUARKUS_PROFILE to prod and name PostgreSQL, Redis and the OIDC issuer.");
        }
    }

    /** Called when Quarkus has stopped, however that came about. Embedded services are stopped after it and not beside it. */
    @Permitted(because = "this is the entry point's way out")
    private static void ended(int code, @Nullable Throwable cause) {
        if (cause != null) {
            System.err.println(
                    "sallyport: the server did not start: " + rootOf(cause).getMessage());
        }
        EmbeddedStart.serverEnded();
        if (!ApplicationLifecycleManager.isVmShuttingDown()) {
            System.exit(code);
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
