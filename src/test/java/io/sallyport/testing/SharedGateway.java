package io.sallyport.testing;

import io.sallyport.testing.provider.MisbehavingProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes one gateway and one misbehaving provider for the whole run, as parameters of type {@link GatewayProcess} and
 * {@link MisbehavingProvider}: a start costs seconds. Each class brings its own models by {@link GatewayProcess#writeCatalog}, or more than
 * models as a {@link Guest}, with names of its own; nobody kills the shared gateway.
 */
public final class SharedGateway implements ParameterResolver {
    /** A catalogue that is valid and leads nowhere, until the first class brings its own. */
    static final String NOWHERE = """
            providers:
              nowhere: { dialect: openai, baseUrl: "http://127.0.0.1:9/v1", models: { none: {} } }
            routes:
              nowhere: { candidates: [ { model: nowhere/none } ] }
            """;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == GatewayProcess.class || type == MisbehavingProvider.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MisbehavingProvider.class
                ? WholeRun.get(MisbehavingProvider.class, MisbehavingProvider::start)
                : WholeRun.get(GatewayProcess.class, SharedGateway::start);
    }

    private static GatewayProcess start() {
        return GatewayProcess.embedded()
                .catalog(NOWHERE)
                .env("SALLYPORT_STREAM_HEARTBEAT", "3s")
                .jvmOption("-Dio.netty.leakDetection.level=paranoid")
                .start();
    }
}
