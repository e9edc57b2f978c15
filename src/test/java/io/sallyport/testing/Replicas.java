package io.sallyport.testing;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Gateways in profile {@code prod}, side by side on the same services. */
public final class Replicas implements AutoCloseable {
    private final List<GatewayProcess> gateways;

    private Replicas(List<GatewayProcess> gateways) {
        this.gateways = gateways;
    }

    /** Starts {@code count} of them at the same time; {@code configured} says what they have beside {@code services}. */
    public static Replicas start(RealServices services, int count, UnaryOperator<GatewayLauncher> configured) {
        Replicas replicas = new Replicas(Stream.generate(GatewayProcess::prod)
                .limit(count)
                .peek(launcher -> services.environment().forEach(launcher::env))
                .map(configured)
                .map(GatewayLauncher::launch)
                .toList());
        replicas.gateways.forEach(GatewayProcess::awaitReady);
        return replicas;
    }

    public GatewayProcess get(int number) {
        return gateways.get(number);
    }

    public int size() {
        return gateways.size();
    }

    /** All at the same time: each waits for what it still has under way. */
    @Override
    public void close() {
        gateways.parallelStream().forEach(GatewayProcess::close);
    }
}
