package io.sallyport.door;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.sallyport.embedded.Embedded;
import io.sallyport.embedded.PreparedData;
import io.sallyport.testing.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server needs to run inside a test: the embedded stores, an external issuer beside the embedded one, a catalogue. */
public final class ServerUnderTest implements QuarkusTestResourceLifecycleManager {
    static final String DEMO_KEY = "sp_for-tests-only-0123456789-abcdefghij";
    static final String FOLDER = "testing.door.folder";
    static final String ISSUER = "testing.door.issuer";

    private static final String MODELS = """
            providers:
              nowhere: { dialect: openai, baseUrl: "http://127.0.0.1:9/v1", models: { none: {} } }
            routes:
              chat-default: { candidates: [ { model: nowhere/none } ] }
              chat-secret: { candidates: [ { model: nowhere/none } ] }
            """;

    private static final String PRINCIPALS = """
            principals:
              - { client: web-chat, may: [ "route:chat-default" ] }
              - { client: batch, may: [ "route:*", "admin" ] }
              - { role: operator, may: [ "admin" ] }
            """;

    private @Nullable Path folder;
    private @Nullable Embedded services;
    private @Nullable RotatingIssuer issuer;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("sallyport-door");
            Path catalog = Files.createDirectories(folder.resolve("catalog"));
            Files.writeString(catalog.resolve("models.yaml"), MODELS);
            Files.writeString(catalog.resolve("principals.yaml"), PRINCIPALS);
            Path keys = Files.createDirectories(folder.resolve("issuer"));
            issuer = RotatingIssuer.serving(keys);
            Embedded.Started started = Embedded.start(PreparedData.in(folder.resolve("data")), DEMO_KEY);
            services = started.services();
            Map<String, String> settings = new HashMap<>(
                    started.settings().asProperties("http://127.0.0.1:1", "http://127.0.0.1:1/embedded/issuer"));
            settings.put("sallyport.catalog.dir", catalog.toString());
            settings.put("quarkus.oidc.auth-server-url", issuer.url());
            settings.put("quarkus.oidc.token.forced-jwk-refresh-interval", "1S");
            settings.put("sallyport.identity.keys-refresh", "2s");
            settings.put("quarkus.http.test-port", "0");
            settings.put(FOLDER, keys.toString());
            settings.put(ISSUER, issuer.url());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (issuer != null) {
            issuer.close();
        }
        if (services != null) {
            services.stop();
        }
        if (folder != null) {
            TestFolders.delete(folder);
        }
    }
}
