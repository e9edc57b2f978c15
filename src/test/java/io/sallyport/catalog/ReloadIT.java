package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LiveAnswer;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Between the words of a slow answer: long, until a test has done what is to be done meanwhile. */
    private final AtomicReference<Duration> gap = new AtomicReference<>(Duration.ofMillis(500));

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
        assertThat(gateway.metrics().sum("sallyport_attempts_total", "route", "reload"))
                .as("series of a route that is gone")
                .isZero();
        whole(live);
    }

    @Test
    void a_stream_whose_candidate_is_replaced_comes_to_its_end_and_the_next_request_goes_to_the_new_one() {
        int cancels = provider.lane("reload-a/main").cancels();
        LiveAnswer live = slowly();

        gateway.writeCatalog(catalog("reload: { candidates: [ { model: reload-b/spare } ], " + LIMITS + " }"));

        Answer next = gateway.client().chat("reload").send();
        assertThat(next.models()).containsExactly("spare");
        whole(live);
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

        whole(live);
    }

    @Test
    void a_script_is_read_again_when_only_its_file_changes_and_a_bad_one_leaves_the_last_good_one_in_use() {
        gateway.placeCatalogFile("scripts/reload.yaml", "rules: [ { reply: { text: before } } ]\n");
        gateway.writeCatalog("""
                providers:
                  reload-script: { dialect: scripted, script: scripts/reload.yaml, models: { echo: {} } }
                routes:
                  reload-script: { candidates: [ { model: reload-script/echo } ] }
                """);
        assertThat(said()).isEqualTo("before");

        gateway.placeCatalogFile("scripts/reload.yaml", "rules: [ { reply: { text: after } } ]\n");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(said()).isEqualTo("after"));

        gateway.placeCatalogFile("scripts/reload.yaml", "rules:\n  - { reply: { txt: bad } }\n");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(gateway.catalog().toString())
                        .contains("scripts/reload.yaml", "rules[0].reply.txt", "\"line\":2", "not known here"));
        assertThat(gateway.metrics().sum("sallyport_catalog_errors")).isEqualTo(1);
        assertThat(said()).isEqualTo("after");

        gateway.placeCatalogFile("scripts/reload.yaml", "rules: [ { reply: { text: mended } } ]\n");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(said()).isEqualTo("mended"));
    }

    private String said() {
        return gateway.client().chat("reload-script").send().text();
    }

    private LiveAnswer slowly() {
        provider.lane("reload-a/main").always(Answers.slowly(SAID, gap::get));
        return gateway.client().chat("reload").stream().open().awaitText("one");
    }

    private void whole(LiveAnswer live) {
        gap.set(Duration.ZERO);
        Answer answer = live.answer();
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
