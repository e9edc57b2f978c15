package io.sallyport.embedded;

import io.sallyport.testing.GatewayLauncher;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.SharedStage;
import java.nio.file.Path;

/** One gateway with everything that is shipped, for the tests of the example agents. Whoever kills it starts it again. */
final class ExampleAgents implements AutoCloseable {
    private final CountedLibrary library = new CountedLibrary();
    private final GatewayLauncher launcher = GatewayProcess.embedded()
            .shipped()
            .env("SALLYPORT_LIBRARY_URL", library.url())
            .env("SALLYPORT_RUNS_LEASE", "3s")
            .env("SALLYPORT_RUNS_RENEW_EVERY", "500ms")
            .env("SALLYPORT_RUNS_START_NOTHING_AFTER", "2s");
    private final GatewayProcess gateway = launcher.start();

    private ExampleAgents() {
        library.standsBefore(gateway.baseUrl() + "/embedded/library");
    }

    static final class Shared extends SharedStage<ExampleAgents> {
        Shared() {
            super(ExampleAgents.class, ExampleAgents::new);
        }
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** What is asked of the library by its tools. */
    CountedLibrary library() {
        return library;
    }

    /** From its next start on the library has what lies in {@code folder}. */
    void haveLibraryIn(Path folder) {
        launcher.env("SALLYPORT_LIBRARY_DIR", folder.toString());
    }

    @Override
    public void close() {
        gateway.close();
        library.close();
    }
}
