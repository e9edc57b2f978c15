package io.sallyport.embedded;

import io.sallyport.core.Secret;
import io.sallyport.embedded.inbox.ExampleInbox;
import io.sallyport.embedded.library.ExampleLibrary;
import io.sallyport.embedded.shop.ExampleShop;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to reach the embedded services.
 *
 * @param postgres the database
 * @param redis    the key-value store
 * @param apiKey   the caller's secret
 * @param issuer   the key that the issuer signs with
 * @param secrets  what else was minted
 */
public record EmbeddedSettings(Postgres postgres, Redis redis, ApiKey apiKey, Issuer issuer, Secrets secrets) {
    /** What is set only where the operator has set nothing. */
    public static final String USER_TOKEN_KEY = "sallyport.identity.user-token-key";

    /** PostgreSQL's port and the password of its owner. */
    public record Postgres(int port, String password) {
        @Override
        public String toString() {
            return "Postgres[port=" + port + "]";
        }
    }

    /** Redis' port and password. */
    public record Redis(int port, String password) {
        @Override
        public String toString() {
            return "Redis[port=" + port + "]";
        }
    }

    /**
     * Secrets of the data folder that nobody has to know.
     *
     * @param userTokenKey what users' tokens are encrypted with while runs keep them
     * @param libraryKey   what the example library wants to be shown
     */
    public record Secrets(Secret<String> userTokenKey, Secret<String> libraryKey) {}

    /** Where the signing key is, and its public half. */
    public record Issuer(Path keyFile, String publicKey) {}

    /**
     * The same in the words of the server's configuration.
     *
     * @param baseUrl   where callers on this machine will find the server
     * @param issuerUrl where the server will serve the issuer
     */
    public Map<String, String> asProperties(String baseUrl, String issuerUrl) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + postgres.port() + "/" + PostgresDatabase.NAME);
        properties.put("quarkus.datasource.jdbc.url", PostgresDatabase.jdbcUrl(postgres.port(), PostgresDatabase.NAME));
        properties.put("quarkus.datasource.username", PostgresServer.USER);
        properties.put("quarkus.datasource.password", postgres.password());
        properties.put("quarkus.redis.hosts", "redis://:" + redis.password() + "@127.0.0.1:" + redis.port());
        properties.put("sallyport.embedded.api-key", apiKey.value());
        properties.put("sallyport.embedded.issuer.url", issuerUrl);
        properties.put("sallyport.embedded.issuer.public-key", issuer.publicKey());
        properties.put("sallyport.embedded.issuer.key-file", issuer.keyFile().toString());
        properties.put(USER_TOKEN_KEY, secrets.userTokenKey().reveal());
        properties.put("sallyport.embedded.shop.url", baseUrl + ExampleShop.PATH);
        properties.put("sallyport.embedded.inbox.url", baseUrl + ExampleInbox.MCP);
        properties.put("sallyport.embedded.library.url", baseUrl + ExampleLibrary.PATH);
        properties.put("sallyport.embedded.library.key", secrets.libraryKey().reveal());
        properties.put("sallyport.embedded.greeting.base-url", baseUrl);
        properties.put("sallyport.embedded.greeting.new-key", Boolean.toString(apiKey.isNew()));
        apiKey.file().ifPresent(file -> properties.put("sallyport.embedded.greeting.key-file", file.toString()));
        return properties;
    }
}
