package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The catalogue changes under a running stream: the stream stays with what it began with, and the next request has what is new. */
@ExtendWith(SharedGateway.class)
class ReloadIT {
    private static final String SAID = "one two three four five six seven eight nine ten";
    private static final String LIMITS =
            "timeouts: { connect: 2s, firstToken: 9s, idle: 3s, attempt: 20s, total: 25s }, retry: { attempts: 1 }";

    private final GatewayProcess gateway;
    private final MisbehavingProvider provider;

    ReloadIT(GatewayProcess gateway, MisbehavingProvider provider) {
        this.gateway = gateway;
        this.provider = provider;
    }

    @BeforeEach
    void declare() {
        gateway.writeCatalog(catalog(
                "reload: { candidates: [ { model: reload-a/main } ], fallbacks: [ reload-b/spare ], " + LIMITS + " }"));
        provider.lane("reload-b/spare").always(Answers.continuing(SAID));
    }

    @Test
    void a_stream_whose_route_is_removed_comes_to_its_end_and_the_route_is_gone() {
        LiveAnswer live = slowly();

        gateway.writeCatalog(catalog("other: { candidates: [ { model: reload-b/spare } ], " + LIMITS + " }"));

        Answer next = gateway.client().chat("reload").send();
        assertThat(next.errorCode()).as(next::toString).isEqualTo("model_not_found");
        whole(live.answer());
    }

    @Test
    void a_stream_whose_candidate_is_replaced_comes_to_its_end_and_the_next_request_goes_to_the_new_one() {
        int cancels = provider.lane("reload-a/main").cancels();
        LiveAnswer live = slowly();

        gateway.writeCatalog(catalog("reload: { candidates: [ { model: reload-b/spare } ], " + LIMITS + " }"));

        Answer next = gateway.client().chat("reload").send();
        assertThat(next.models()).containsExactly("spare");
        whole(live.answer());
        assertThat(provider.lane("reload-a/main").cancels()).isEqualTo(cancels);
    }

    @Test
    void a_stream_that_breaks_after_the_change_is_continued_by_the_fallback_it_began_with() {
        provider.lane("reload-a/main").always(Breakages.stallAfter("one two"));
        LiveAnswer live = gateway.client().chat("reload").stream().open().awaitText("one two");

        gateway.writeCatalog("""
                providers:
                  reload-a: { dialect: openai, baseUrl: "%s", models: { main: {} } }
                routes:
                  reload: { candidates: [ { model: reload-a/main } ], %s }
                """.formatted(provider.baseUrl("reload-a"), LIMITS));

        whole(live.answer());
    }

    private LiveAnswer slowly() {
        provider.lane("reload-a/main").always(Answers.slowly(SAID, Duration.ofMillis(500)));
        return gateway.client().chat("reload").stream().open().awaitText("one");
    }

    private static void whole(Answer answer) {
        assertThat(answer.isComplete()).as(answer::toString).isTrue();
        assertThat(answer.text()).isEqualTo(SAID);
    }

    private String catalog(String route) {
        return """
                providers:
                  reload-a: { dialect: openai, baseUrl: "%s", models: { main: {} } }
                  reload-b: { dialect: openai, baseUrl: "%s", models: { spare: { prefill: true } } }
                routes:
                  %s
                """.formatted(provider.baseUrl("reload-a"), provider.baseUrl("reload-b"), route);
    }
}
