package io.sallyport.testing.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server. It plays any number of providers at once, each on a port of its own, so that they share no connection, and each with any
 * number of models: the base URL of provider {@code p} is {@link #baseUrl baseUrl("p")}, and {@link #lane lane("p/m")} is its model
 * {@code m}.
 */
public final class MisbehavingProvider implements AutoCloseable {
    private final Map<String, ProviderPort> ports = new ConcurrentHashMap<>();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    private MisbehavingProvider() {}

    public static MisbehavingProvider start() {
        return new MisbehavingProvider();
    }

    /** What a catalogue writes as the {@code baseUrl} of {@code provider}. */
    public String baseUrl(String provider) {
        return port(provider).baseUrl();
    }

    /** The model {@code ref}, {@code provider/model}. */
    public Lane lane(String ref) {
        return lanes.computeIfAbsent(ref, Lane::new);
    }

    /** TCP connections of {@code provider} that are open at this moment, idle ones included. */
    public int openConnections(String provider) {
        return port(provider).openConnections();
    }

    @Override
    public void close() {
        ports.values().forEach(ProviderPort::close);
    }

    private ProviderPort port(String provider) {
        return ports.computeIfAbsent(provider, name -> ProviderPort.open(model -> lane(name + "/" + model)));
    }
}
