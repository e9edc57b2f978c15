package io.sallyport.provider.openai;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderDialect;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.chat.Operation;
import io.sallyport.core.Secret;
import io.sallyport.provider.ModelProvider;
import io.sallyport.provider.ModelProviderContract;
import io.sallyport.provider.ProviderRequest;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

class OpenAiProviderTest extends ModelProviderContract {
    private static final ModelSpec MODEL = new ModelSpec(
            "p/m",
            "p",
            "m",
            "m",
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty());

    private final MisbehavingProvider server = MisbehavingProvider.start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Override
    protected ModelProvider provider() {
        return new OpenAiProvider(new HttpClients(vertx));
    }

    @Override
    protected ProviderRequest answered(boolean stream) {
        return request(Answers.slowly("one two three", Duration.ofMillis(20)), stream);
    }

    @Override
    protected ProviderRequest refused() {
        return request(Refusals.rateLimited("7"), true);
    }

    @Override
    protected ProviderRequest lost() {
        return request(Breakages.reset(), true);
    }

    @Override
    protected ProviderRequest cut() {
        return request(Breakages.resetAfter("one two"), true);
    }

    @Override
    protected ProviderRequest silent() {
        return request(Breakages.silence(), true);
    }

    private ProviderRequest request(Behaviour behaviour, boolean stream) {
        server.lane("p/m").always(behaviour);
        String body = "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                .formatted(stream);
        return new ProviderRequest(
                spec(), MODEL, Buffer.buffer(body), Operation.CHAT, stream, Duration.ofSeconds(5), Map.of());
    }

    private ProviderSpec spec() {
        return new ProviderSpec(
                "p",
                ProviderDialect.OPENAI,
                Optional.of(URI.create(server.baseUrl("p"))),
                Secret.of("none"),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("m", MODEL));
    }
}
