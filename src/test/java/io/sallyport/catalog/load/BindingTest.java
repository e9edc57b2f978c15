package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.Finding;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.TestingFolder;
import io.sallyport.chat.Capability;
import io.sallyport.chat.FieldRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingTest {
    private static final String EVERYTHING = """
            providers:
              p:
                dialect: openai
                baseUrl: ${BASE}/v1/
                apiKey: "${KEY:none}"
                headers: { x-team: "${file:team}", x-plain: hidden-value }
                query: { api-version: "2" }
                proxy: http://proxy:3128
                models:
                  m:
                    upstreamName: vendor/m
                    contextTokens: 4096
                    maxOutputTokens: 512
                    maxConcurrent: ${MANY:8}
                    capabilities: [tools, jsonSchema]
                    prefill: ${PREFILL:true}
                    price: { inputPerMillion: 0.10, outputPerMillion: "${OUT:0.40}", currency: USD }
                  "n:8b/x": {}
            routes:
              r:
                candidates: [ { model: p/m, weight: 3 } ]
                fallbacks: [ "p/n:8b/x" ]
                timeouts: { connect: 500ms, firstToken: 10s, idle: 5s, attempt: 20s, total: 1m }
                retry: { attempts: 3, baseDelay: 0ms, maxDelay: 1s, maxRetryAfter: 5s }
                breaker: { window: 10, failureRatio: 0.25, openFor: 2h }
                idempotencyKey: required
                force: { store: false, service_tier: default, metadata: { team: [ "a", 1 ] } }
                deny: [ provider, n ]
              short:
                candidates: [ { model: p/m } ]
                timeouts: { total: 5s }
            """;

    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = new TestingFolder(path)
                .models(EVERYTHING)
                .write("team", "blue\n")
                .set("BASE", "http://h:1");
    }

    @Test
    void everyFieldOfAProviderArrives() {
        ProviderSpec provider =
                Objects.requireNonNull(folder.catalog().providers().get("p"));

        assertThat(provider.baseUrl()).map(Object::toString).contains("http://h:1/v1");
        assertThat(provider.apiKey().reveal()).isEqualTo("none");
        assertThat(Objects.requireNonNull(provider.headers().get("x-team")).reveal())
                .isEqualTo("blue");
        assertThat(Objects.requireNonNull(provider.query().get("api-version")).reveal())
                .isEqualTo("2");
        assertThat(provider.proxy()).map(Object::toString).contains("http://proxy:3128");
    }

    @Test
    void everyFieldOfAModelArrives() {
        ModelSpec model = Objects.requireNonNull(
                Objects.requireNonNull(folder.catalog().providers().get("p"))
                        .models()
                        .get("m"));

        assertThat(model.ref()).isEqualTo("p/m");
        assertThat(model.upstreamName()).isEqualTo("vendor/m");
        assertThat(model.contextTokens()).hasValue(4096);
        assertThat(model.maxOutputTokens()).hasValue(512);
        assertThat(model.maxConcurrent()).hasValue(8);
        assertThat(model.capabilities()).contains(Set.of(Capability.TOOLS, Capability.JSON_SCHEMA));
        assertThat(model.prefill()).isTrue();
        assertThat(model.price().orElseThrow().at(Instant.EPOCH).orElseThrow().output())
                .isEqualByComparingTo("0.40");
    }

    @Test
    void everyFieldOfARouteArrives() {
        RouteSpec route = Objects.requireNonNull(folder.catalog().routes().get("r"));

        assertThat(route.candidates()).extracting(RouteSpec.Candidate::weight).containsExactly(3);
        assertThat(route.fallbacks()).extracting(ModelSpec::ref).containsExactly("p/n:8b/x");
        assertThat(route.timeouts().attempt()).contains(Duration.ofSeconds(20));
        assertThat(route.timeouts().total()).isEqualTo(Duration.ofMinutes(1));
        assertThat(route.retry())
                .isEqualTo(new RouteSpec.RetrySpec(3, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        assertThat(route.breaker()).isEqualTo(new RouteSpec.BreakerSpec(10, 0.25, Duration.ofHours(2)));
        assertThat(route.requireKey()).isTrue();
        assertThat(route.fields())
                .isEqualTo(new FieldRules(
                        Map.of("store", "false", "service_tier", "\"default\"", "metadata", "{\"team\":[\"a\",1]}"),
                        Set.of("provider", "n")));
        assertThat(folder.catalog().routes().get("short"))
                .extracting(RouteSpec::requireKey, RouteSpec::fields)
                .containsExactly(false, FieldRules.NONE);
    }

    @Test
    void limitsThatAreNotWrittenNeverExceedTheTotal() {
        RouteSpec.Timeouts timeouts =
                Objects.requireNonNull(folder.catalog().routes().get("short")).timeouts();

        assertThat(timeouts.firstToken()).isEqualTo(Duration.ofSeconds(5));
        assertThat(timeouts.idle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(timeouts.connect()).isEqualTo(RouteSpec.Timeouts.DEFAULT.connect());
    }

    @Test
    void aSecretIsPrintedNowhere() {
        folder.set("KEY", "sk-hidden-value");

        assertThat(folder.load().toString()).doesNotContain("hidden-value").doesNotContain("blue");
    }

    @Test
    void anUnchangedProviderStaysEqualAcrossLoads() {
        CatalogLoader loader = folder.loader();
        Catalog first = loader.load().catalog().orElseThrow();
        Catalog second = loader.load().catalog().orElseThrow();

        assertThat(second.providers()).isEqualTo(first.providers());
        assertThat(second.revision()).isEqualTo(first.revision());
    }

    @Test
    void aSecretFromAFileFollowsTheFileAndSurvivesItsRotation() {
        CatalogLoader loader = folder.loader();
        ProviderSpec provider = Objects.requireNonNull(
                loader.load().catalog().orElseThrow().providers().get("p"));
        var header = Objects.requireNonNull(provider.headers().get("x-team"));

        folder.write("team", "");
        loader.secrets().refresh();
        assertThat(header.reveal()).isEqualTo("blue");
        folder.write("team", "green");
        loader.secrets().refresh();
        assertThat(header.reveal()).isEqualTo("green");
    }

    @Test
    void allErrorsOfAllFilesAreToldAtOnceInReadingOrder() {
        folder.models("""
                providers:
                  p: { dialect: scripted, models: { m: { prefil: true } } }
                routes:
                  r: { candidates: [ { model: p/x } ], timeouts: { idle: 1 } }
                """).principals("principals:\n  - { may: [ nothing ] }\n");

        assertThat(folder.load().errors())
                .extracting(Finding::place)
                .extracting(Object::toString)
                .containsExactly(
                        "models.yaml:2:42: providers.p.models.m.prefil",
                        "models.yaml:4:31: routes.r.candidates[0].model",
                        "models.yaml:4:58: routes.r.timeouts.idle",
                        "principals.yaml:2:5: principals[0]",
                        "principals.yaml:2:14: principals[0].may[0]");
    }

    @Test
    void whatIsOnlyDoubtfulIsAWarning() {
        folder.principals("principals:\n  - { client: a, may: [ 'route:shrt' ] }\n")
                .write("model.yaml", "");

        LoadedCatalog loaded = folder.load();

        assertThat(loaded.catalog()).isPresent();
        assertThat(loaded.warnings())
                .extracting(Finding::toString)
                .containsExactly(
                        "model.yaml: The file is not read. Did you mean `models.yaml`?",
                        "principals.yaml:2:25: principals[0].may[0]: No route matches `route:shrt`."
                                + " Did you mean `route:short`?");
    }

    @Test
    void aMissingFileAndAMissingFolderAreErrors() {
        Optional<Catalog> none = new CatalogLoader(
                        path.resolve("none"),
                        path.resolve("none"),
                        name -> null,
                        TestingFolder.CHECKS,
                        InstantSource.system())
                .load()
                .catalog();

        assertThat(none).isEmpty();
    }
}
