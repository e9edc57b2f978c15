package io.sallyport.config.readiness;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Redis is configured, and nothing readable goes to it over a network. */
final class RedisRules {
    private static final String HOSTS = "QUARKUS_REDIS_HOSTS";
    private static final String PASSWORD = "QUARKUS_REDIS_PASSWORD";
    private static final String TLS = "QUARKUS_REDIS_TLS_ENABLED";

    private RedisRules() {}

    static Stream<String> findings(Settings settings) {
        Optional<String> hosts = settings.get(HOSTS);
        if (hosts.isEmpty()) {
            return Stream.of(HOSTS + " is not set: name the Redis server, like rediss://:password@host:6379.");
        }
        return Pattern.compile(",").splitAsStream(hosts.get()).flatMap(host -> server(host, settings));
    }

    private static Stream<String> server(String text, Settings settings) {
        Optional<Address> address = Address.parse(text).filter(a -> a.scheme().matches("rediss?"));
        if (address.isEmpty()) {
            // Not shown: it may hold the password.
            return Stream.of(
                    HOSTS + " holds something that is no address of Redis: write rediss://:password@host:6379.");
        }
        Address server = address.get();
        Optional<String> password = server.hasPassword() ? Optional.of(server.password()) : settings.get(PASSWORD);
        return Stream.concat(
                clear(server, settings),
                Passwords.findings(password, server, HOSTS, "put one into " + HOSTS + " or " + PASSWORD + "."));
    }

    private static Stream<String> clear(Address server, Settings settings) {
        return server.loopback() || server.scheme().equals("rediss") || settings.is(TLS, "true")
                ? Stream.empty()
                : Stream.of(
                        HOSTS + " leads to " + server.host() + " without TLS: write rediss:// instead of redis://.");
    }
}
