package io.sallyport.testing;

import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fresh providers for each test of a class, declared together because a catalogue change takes time. Nothing that a gateway remembers of
 * a provider (breaker, cooldown, retry budget, connections) leaks from one test into the next.
 */
public final class LineUps {
    /** Short limits, long enough for a busy machine. */
    public static final String LIMITS = """
            timeouts: { connect: 500ms, firstToken: 500ms, idle: 500ms, attempt: 500ms, total: 8s }, \
            retry: { attempts: 2, baseDelay: 20ms, maxDelay: 100ms, maxRetryAfter: 3s }, \
            breaker: { window: 20, failureRatio: 0.5, openFor: 1s }""";

    private final GatewayProcess gateway;
    private final MisbehavingProvider provider;
    private final String prefix;
    private final AtomicInteger taken = new AtomicInteger();
    private final int count;

    private LineUps(GatewayProcess gateway, MisbehavingProvider provider, String prefix, int count) {
        this.gateway = gateway;
        this.provider = provider;
        this.prefix = prefix;
        this.count = count;
    }

    /** Writes a catalogue with {@code count} line-ups whose names begin with {@code prefix}, and warms the gateway up. */
    public static LineUps declare(GatewayProcess gateway, MisbehavingProvider provider, String prefix, int count) {
        return declare(gateway, provider, prefix, count, LIMITS);
    }

    /** The same with other limits, written as the fields of a route. */
    public static LineUps declare(
            GatewayProcess gateway, MisbehavingProvider provider, String prefix, int count, String limits) {
        LineUps lineUps = new LineUps(gateway, provider, prefix, count);
        gateway.writeCatalog(lineUps.catalog(limits));
        lineUps.warmUp();
        return lineUps;
    }

    /** The next one that no test has used. */
    public LineUp take() {
        int number = taken.getAndIncrement();
        if (number >= count) {
            throw new IllegalStateException("declare more than " + count + " line-ups for " + prefix);
        }
        return lineUp(number);
    }

    private void warmUp() {
        LineUp first = take();
        first.main().always(Answers.text("warm"));
        first.call(Mode.STREAM).send();
        first.call(Mode.PLAIN).send();
    }

    private LineUp lineUp(int number) {
        String name = prefix + number;
        return new LineUp(
                gateway,
                name,
                provider.lane(name + "/main"),
                provider.lane(name + "s/spare"),
                provider.lane(name + "s/prefilling"));
    }

    private String catalog(String limits) {
        StringBuilder providers = new StringBuilder("providers:\n");
        StringBuilder routes = new StringBuilder("routes:\n");
        for (int i = 0; i < count; i++) {
            String name = prefix + i;
            providers.append(providers(name));
            routes.append(routes(name, limits));
        }
        return providers.append(routes).toString();
    }

    private String providers(String name) {
        return """
                  %1$s: { dialect: openai, baseUrl: "%2$s", models: { main: { contextTokens: 4096 } } }
                  %1$ss: { dialect: openai, baseUrl: "%3$s", models: { spare: { contextTokens: 8192 }, prefilling: { prefill: true } } }
                """.formatted(name, provider.baseUrl(name), provider.baseUrl(name + "s"));
    }

    private static String routes(String name, String limits) {
        return """
                  %1$s: { candidates: [ { model: %1$s/main } ], fallbacks: [ %1$ss/spare ], %2$s }
                  %1$s-alone: { candidates: [ { model: %1$s/main } ], %2$s }
                  %1$s-prefill: { candidates: [ { model: %1$s/main } ], fallbacks: [ %1$ss/prefilling ], %2$s }
                """.formatted(name, limits);
    }
}
