package io.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The packaged jar's classes, parsed and verified, as one file that a JVM maps (application class-data sharing). It is made once for each
 * packaging, by a gateway that starts, answers and ends; those that start later do so with far less work. Nobody waits for it: a gateway that
 * starts before it is there, or that cannot use it, goes on without.
 */
final class ClassArchive {
    /** The system property naming the file. Without it there is none: it does not pay for a start or two. */
    private static final String FILE = System.getProperty("sallyport.class-archive", "");

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(120);
    private static final String MODELS = """
            providers:
              scripted: { dialect: scripted, models: { tour: {} } }
            routes:
              tour: { candidates: [ { model: scripted/tour } ] }
            """;

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private ClassArchive() {}

    /** The archive for {@code jar}, if there is one that is younger; if there is none, one is begun. */
    static Optional<Path> of(Path jar) {
        if (FILE.isEmpty()) {
            return Optional.empty();
        }
        Path archive = Path.of(FILE).toAbsolutePath();
        if (isYounger(archive, jar)) {
            return Optional.of(archive);
        }
        if (BEGUN.compareAndSet(false, true)) {
            Thread.ofPlatform()
                    .name("class-archive")
                    .daemon()
                    .start(() -> MadeOnce.ensure(archive, () -> isYounger(archive, jar), ClassArchive::make));
        }
        return Optional.empty();
    }

    private static boolean isYounger(Path archive, Path jar) {
        try {
            return Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path archive) {
        try (GatewayProcess gateway = GatewayProcess.embedded()
                .withoutCoverage()
                .withoutArchive()
                .catalog(MODELS)
                .jvmOption("-XX:ArchiveClassesAtExit=" + archive)
                .start()) {
            gateway.client().chat("tour").stream().send();
            gateway.client().chat("tour").send();
            gateway.metrics();
            gateway.signalTerminate();
            assertThat(gateway.awaitExit(WRITTEN_WITHIN)).isIn(0, 143);
        }
        assertThat(archive).as("the archive of classes").exists();
    }
}
