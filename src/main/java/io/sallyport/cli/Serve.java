package io.sallyport.cli;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.sallyport.config.readiness.Settings;
import io.sallyport.config.readiness.UnknownVariables;
import io.sallyport.core.Permitted;
import io.sallyport.core.StartRefused;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
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
        UnknownVariables.sentences(Settings.current()).forEach(Serve::say);
        Profiles profiles = Profiles.active();
        if (profiles.embedded()) {
            refuseWhereNative(ImageMode.current());
            EmbeddedStart.once(profiles.dev() ? EmbeddedStart.DEV_END_LIMIT : EmbeddedStart.SERVER_END_LIMIT);
        } else {
            ProdStart.prepare();
        }
        @Nullable
        BiConsumer<Integer, @Nullable Throwable> end = profiles.dev() ? null : ServerEnd.ofThisProcess()::ended;
        Quarkus.run(Server.class, end, args);
        return ENDED_ITSELF;
    }

    /** The embedded services are a JDK's convenience: their libraries look themselves up by reflection, and prod has no use for them. */
    static void refuseWhereNative(ImageMode mode) {
        if (mode != ImageMode.JVM) {
            throw new StartRefused(
                    "The native executable has no embedded services: run the jar with this profile, or set QUARKUS_PROFILE to prod and name PostgreSQL, Redis and the OIDC issuer.");
        }
    }

    @Permitted(because = "the log is not open yet")
    private static void say(String sentence) {
        System.err.println("sallyport: " + sentence);
    }
}
