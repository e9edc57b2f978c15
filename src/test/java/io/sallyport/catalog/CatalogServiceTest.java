package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    Path path;

    private TestingFolder folder;
    private CatalogService service;

    @BeforeEach
    void start() {
        folder = new TestingFolder(path);
        service = new CatalogService(folder.loader());
    }

    @AfterEach
    void stop() {
        service.stop();
    }

    @Test
    void aChangeIsLiveAndWhoeverTookTheOldSnapshotKeepsIt() {
        Catalog before = service.current();
        List<Catalog> told = new CopyOnWriteArrayList<>();
        service.onChange(told::add);

        folder.models(TestingFolder.MODELS.replace("chat-default", "chat-new"));

        await().atMost(PATIENCE).until(() -> service.current().routes().containsKey("chat-new"));
        assertThat(before.routes()).containsOnlyKeys("chat-default");
        assertThat(told).containsExactly(before, service.current());
    }

    @Test
    void otherLimitsAreAnotherSnapshotAndWhatIsWrongWithThemKeepsTheOnesThatAreThere() {
        Catalog before = service.current();

        folder.write("limits.yaml", "limits: { all: { requestsPerSecond: 5 } }\n");
        await().atMost(PATIENCE)
                .until(() -> !service.current().limits().everybody().isEmpty());
        assertThat(before.limits()).isEqualTo(LimitRules.DEFAULT);

        folder.write("limits.yaml", "limits: { all: { requestsPerSecond: -5 } }\n");
        await().atMost(PATIENCE).until(() -> service.status().stale());
        assertThat(service.current().limits().everybody().all())
                .containsExactly(new LimitSpec(LimitSpec.Measure.REQUESTS, LimitSpec.Window.SECOND, 5));
    }

    @Test
    void aBadFileKeepsTheLastGoodVersionUntilItIsMended() {
        Catalog before = service.current();
        folder.models("providers: {}\n");

        await().atMost(PATIENCE).until(() -> service.status().stale());
        assertThat(service.current()).isSameAs(before);
        assertThat(service.status().errors()).isNotEmpty();
        assertThat(service.status().revision()).isEqualTo(before.revision());

        folder.models(TestingFolder.MODELS);
        await().atMost(PATIENCE).until(() -> !service.status().stale());
        assertThat(service.current()).isSameAs(before);
    }

    @Test
    void theServerDoesNotStartOnABadCatalogueAndSaysAllThatIsWrong() {
        folder.models("providers: {}\n").principals("");

        assertThatThrownBy(() -> new CatalogService(folder.loader()))
                .isInstanceOf(CatalogRefused.class)
                .hasMessageContaining("models.yaml:1:12: providers: This is empty.")
                .hasMessageContaining("routes: The key `routes` is missing.")
                .hasMessageContaining("principals.yaml:1:1: The file is empty.");
    }
}
