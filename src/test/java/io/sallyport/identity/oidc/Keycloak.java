package io.sallyport.identity.oidc;

import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Keycloak in a process of its own, with a realm of ours, on loopback. The profile {@code keycloak} has unpacked it. */
final class Keycloak implements AutoCloseable {
    private static final Path UNPACKED = Path.of("target", "keycloak");
    private static final String PASSWORD = "for-tests-only";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String base;

    private Keycloak(Process process, String base) {
        this.process = process;
        this.base = base;
    }

    static Keycloak start() {
        try {
            Path home = home();
            Path imports = Files.createDirectories(home.resolve("data/import"));
            Files.copy(
                    Path.of("src/test/resources/keycloak/sallyport-realm.json"),
                    imports.resolve("sallyport-realm.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            int port = Ports.free();
            ProcessBuilder builder = new ProcessBuilder(
                            "bash",
                            home.resolve("bin/kc.sh").toAbsolutePath().toString(),
                            "start-dev",
                            "--http-host=127.0.0.1",
                            "--http-port=" + port,
                            "--http-management-port=" + Ports.free(),
                            "--cache=local",
                            "--import-realm")
                    .redirectErrorStream(true)
                    .redirectOutput(UNPACKED.resolve("keycloak.log").toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
            builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
            Keycloak keycloak = new Keycloak(builder.start(), "http://127.0.0.1:" + port);
            keycloak.awaitReady();
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String issuer() {
        return base + "/realms/sallyport";
    }

    /** By client credentials. */
    String tokenOf(String client) {
        return token(
                "sallyport",
                Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", PASSWORD));
    }

    /** As {@code web-chat} gets it when somebody logs in there. */
    String tokenOfPerson(String user) {
        return tokenOfPerson("web-chat", user);
    }

    /** As {@code client} gets it when somebody logs in there. */
    String tokenOfPerson(String client, String user) {
        return token(
                "sallyport",
                Map.of(
                        "grant_type", "password",
                        "client_id", client,
                        "client_secret", PASSWORD,
                        "username", user,
                        "password", PASSWORD));
    }

    /** From now on the realm signs with a new key. */
    void rotateKeys() {
        String admin = token(
                "master",
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", PASSWORD));
        String realm = json("GET", "/admin/realms/sallyport", admin, "").getString("id");
        String provider = """
                {"name":"rotated","providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider","parentId":"%s",
                 "config":{"priority":["1000"],"enabled":["true"],"active":["true"],"algorithm":["RS256"]}}""".formatted(realm);
        HttpResponse<String> made =
                send("POST", "/admin/realms/sallyport/components", admin, "application/json", provider);
        if (made.statusCode() != 201) {
            throw new IllegalStateException("Keycloak made no new key: " + made.statusCode() + " " + made.body());
        }
    }

    private String token(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String path = "/realms/" + realm + "/protocol/openid-connect/token";
        HttpResponse<String> answer = send("POST", path, "", "application/x-www-form-urlencoded", body);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Keycloak gave no token: " + answer.body());
        }
        return new JsonObject(answer.body()).getString("access_token");
    }

    private JsonObject json(String method, String path, String token, String body) {
        return new JsonObject(
                send(method, path, token, "application/json", body).body());
    }

    private HttpResponse<String> send(String method, String path, String token, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady() {
        await().alias("Keycloak serves the realm; see target/keycloak/keycloak.log")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> send("GET", "/realms/sallyport", "", "application/json", "")
                                .statusCode()
                        == 200);
    }

    private static Path home() throws IOException {
        try (Stream<Path> folders = Files.list(UNPACKED)) {
            return folders.filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("run this with -Pkeycloak, which unpacks Keycloak"));
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
