package io.sallyport.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** How to reach the embedded services, in the words of the server's configuration. */
public record EmbeddedSettings(int postgresPort, String postgresPassword, int redisPort, String redisPassword) {

    /** Keys and values for the configuration. */
    public Map<String, String> asProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + postgresPort + "/" + PostgresDatabase.NAME);
        properties.put("quarkus.datasource.jdbc.url", PostgresDatabase.jdbcUrl(postgresPort, PostgresDatabase.NAME));
        properties.put("quarkus.datasource.username", PostgresServer.USER);
        properties.put("quarkus.datasource.password", postgresPassword);
        properties.put("quarkus.redis.hosts", "redis://:" + redisPassword + "@127.0.0.1:" + redisPort);
        return properties;
    }

    @Override
    public String toString() {
        return "EmbeddedSettings[postgresPort=" + postgresPort + ", redisPort=" + redisPort + "]";
    }
}
