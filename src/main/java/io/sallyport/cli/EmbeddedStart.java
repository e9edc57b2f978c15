package io.sallyport.cli;

import io.sallyport.config.readiness.Settings;
import io.sallyport.embedded.Embedded;
import io.sallyport.embedded.EmbeddedSettings;
import io.sallyport.embedded.issuer.EmbeddedIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts the embedded services before Quarkus and stops them after it. */
final class EmbeddedStart {
    /** In dev mode each reload runs main again, in a new class loader of the same process: only the process itself can remember. Outside
     * {@code sallyport.*}, where it would be taken for a setting. */
    private static final String STARTED = "sallyport-embedded-started";

    /** How long the services outlive a server that does not end; beyond every limit it has for itself. */
    static final Duration SERVER_END_LIMIT = Duration.ofMinutes(15);

    /** In dev mode nobody says that the server has ended: after a reload it lives in another class loader. */
    static final Duration DEV_END_LIMIT = Duration.ofSeconds(1);

    private static final CountDownLatch SERVER_ENDED = new CountDownLatch(1);

    private EmbeddedStart() {}

    static void once(Duration serverEndLimit) {
        if (System.getProperty(STARTED) != null) {
            return;
        }
        HttpAddress address = HttpAddress.configured("127.0.0.1");
        address.checkFree();
        Embedded.Started started = Embedded.start(
                Path.of(Settings.current().get("sallyport.data-dir").orElse(".sallyport")),
                Settings.current().get("sallyport.embedded.api-key").orElse(""));
        Map<String, String> properties =
                started.settings().asProperties(address.localUrl(), address.localUrl() + EmbeddedIssuer.PATH);
        // A key of the operator's own may be shared with other gateways, and wins.
        Settings.current()
                .get(EmbeddedSettings.USER_TOKEN_KEY)
                .ifPresent(own -> properties.put(EmbeddedSettings.USER_TOKEN_KEY, own));
        properties.forEach(System::setProperty);
        System.setProperty(STARTED, "true");
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        new EmbeddedStop(started.services()::stop, SERVER_ENDED, serverEndLimit), "embedded-stop"));
    }

    static void serverEnded() {
        SERVER_ENDED.countDown();
    }
}
