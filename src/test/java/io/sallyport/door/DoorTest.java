package io.sallyport.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = ServerUnderTest.class, restrictToAnnotatedClass = true)
class DoorTest {
    private static final List<String> OPEN = List.of(
            "/q/health", "/embedded/issuer", "/embedded/shop", "/embedded/inbox", "/embedded/library", "/q/metrics");

    private static final Tokens TOKENS = tokens();

    @Inject
    Everything everything;

    @Inject
    Pool pool;

    @Test
    void every_route_but_the_open_ones_refuses_every_credential_that_is_not_good() {
        List<String> letIn = new ArrayList<>();
        Map<String, @Nullable String> bad = badCredentials();
        List<Everything.Way> closed =
                everything.ways().stream().filter(DoorTest::isClosed).toList();
        assertThat(closed)
                .as("routes that were found")
                .extracting(Everything.Way::path)
                .contains(
                        "/v1/chat/completions",
                        "/v1/models",
                        "/v1/admin/api-keys",
                        "/v1/admin/api-keys/x",
                        "/v1/admin/providers",
                        "/nothing/here");
        for (Everything.Way way : closed) {
            bad.forEach((name, credential) -> {
                HttpResponse<String> answer = Http.send(way.method(), way.path(), credential, "{}");
                if (answer.statusCode() != 401) {
                    letIn.add(answer.statusCode() + " for " + name + " at " + way);
                }
            });
        }
        assertThat(letIn).as("ways in that did not answer 401").isEmpty();
    }

    @Test
    void the_open_ones_are_open_and_no_wrong_credential_is_overlooked_at_the_metrics() {
        assertThat(Http.get("/q/health/live", null).statusCode()).isEqualTo(200);
        assertThat(Http.get("/q/health/ready", null).statusCode()).isIn(200, 503);
        assertThat(Http.get("/embedded/issuer/jwks", null).statusCode()).isEqualTo(200);
        assertThat(Http.get("/q/metrics", null).statusCode()).isEqualTo(200);
        assertThat(Http.get("/q/metrics", "sp_wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void the_metrics_name_nothing_of_the_catalogue_to_who_may_not_administer() {
        assertThat(Http.get("/q/metrics", null).body()).contains("jvm_").doesNotContain("route=", "uri=", "nowhere");
        assertThat(Http.get("/q/metrics", TOKENS.good()).body()).doesNotContain("route=", "nowhere");
        assertThat(Http.get("/q/metrics", ServerUnderTest.DEMO_KEY).body()).contains("jvm_");
    }

    @Test
    void a_good_token_a_good_key_and_the_embedded_key_open_the_same_door() {
        assertThat(Http.get("/v1/models", TOKENS.good()).statusCode()).isEqualTo(200);
        assertThat(Http.get("/v1/models", ServerUnderTest.DEMO_KEY).statusCode())
                .isEqualTo(200);
        assertThat(Http.get("/v1/models", issue("{\"client\":\"batch\"}").getString("key"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_refusal_says_why_in_the_dialect_of_the_endpoint_and_challenges() {
        HttpResponse<String> openAi = Http.get("/v1/models", TOKENS.forAnotherAudience());
        assertThat(new JsonObject(openAi.body()).getJsonObject("error").getMap())
                .containsEntry("code", "invalid_credentials")
                .containsEntry("type", "authentication_error");
        assertThat(openAi.body()).contains("another audience");
        assertThat(openAi.headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"sallyport\", error=\"invalid_token\"");
        HttpResponse<String> elsewhere = Http.get("/v1/nowhere", null);
        assertThat(elsewhere.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(elsewhere.headers().firstValue("www-authenticate")).contains("Bearer realm=\"sallyport\"");
        assertThat(new JsonObject(elsewhere.body()).getString("code")).isEqualTo("missing_credentials");
    }

    @Test
    void who_is_known_and_lacks_the_permission_gets_403_that_names_it() {
        HttpResponse<String> answer = Http.get("/v1/admin/api-keys", TOKENS.good());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(new JsonObject(answer.body()).getString("permission")).isEqualTo("admin");
        assertThat(Http.get("/v1/admin/api-keys", TOKENS.good("web-chat", "operator"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void who_is_genuine_and_in_no_entry_is_an_unknown_principal() {
        HttpResponse<String> answer = Http.get("/v1/models", TOKENS.good("stranger"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("unknown_principal").contains("stranger");
    }

    @Test
    void no_spelling_of_a_path_gets_around_the_administrators_permission() {
        for (String path : List.of(
                "/v1;x/admin/api-keys",
                "/v1/admin;x/api-keys",
                "//v1/admin/api-keys",
                "/v1//admin/api-keys",
                "/v1/%61dmin/api-keys",
                "/v1/./admin/api-keys",
                "/v1/x/../admin/api-keys",
                "/v1%2fadmin/api-keys",
                "/v1/admin%2fapi-keys",
                "/v1/Admin/api-keys",
                "/v1/admin/api-keys/")) {
            assertThat(Http.get(path, TOKENS.good()).statusCode()).as(path).isIn(400, 403, 404);
        }
    }

    @Test
    void every_answer_carries_the_request_id_and_the_security_headers() {
        for (String path : List.of("/q/health/live", "/v1/models", "/nothing/here")) {
            HttpResponse<String> answer = Http.send("GET", path, null, "", "X-Request-Id", "mine-1");
            assertThat(answer.headers().firstValue("x-request-id")).as(path).contains("mine-1");
            assertThat(answer.headers().firstValue("x-content-type-options"))
                    .as(path)
                    .contains("nosniff");
        }
        assertThat(Http.get("/nothing/here", null).headers().firstValue("x-request-id"))
                .isPresent();
    }

    @Test
    void what_is_not_served_is_a_problem_to_who_was_let_in() {
        assertThat(Http.get("/nothing/here", TOKENS.good()).body()).contains("\"code\":\"not_found\"");
        HttpResponse<String> wrongMethod = Http.send("DELETE", "/v1/chat/completions", TOKENS.good(), "");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
        assertThat(Http.send(
                                "POST",
                                "/v1/admin/api-keys",
                                ServerUnderTest.DEMO_KEY,
                                "{",
                                "Content-Type",
                                "application/json")
                        .body())
                .contains("invalid_json");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/admin/api-keys, 'GET, HEAD, POST'",
        "GET, /v1/admin/api-keys/key_1, DELETE",
        "POST, /v1/admin/catalog, 'GET, HEAD'",
        "PUT, /embedded/issuer/token, POST",
        "DELETE, /embedded/shop/orders, 'GET, POST'"
    })
    void a_method_that_is_not_served_is_answered_with_those_that_are(String method, String path, String allow) {
        HttpResponse<String> answer = Http.send(method, path, ServerUnderTest.DEMO_KEY, "{}");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("method_not_allowed");
        assertThat(answer.headers().firstValue("allow")).contains(allow);
    }

    @Test
    void keys_that_the_issuer_rotates_to_are_found_and_unknown_ones_do_not_flood_it() {
        assertThat(Http.get("/v1/models", TOKENS.good()).statusCode()).isEqualTo(200);
        TOKENS.rotate("second");
        Http.awaitStatus(200, Duration.ofSeconds(10), () -> TOKENS.good());
        long before = TOKENS.fetches();
        for (int i = 0; i < 50; i++) {
            assertThat(Http.get("/v1/models", TOKENS.signedByAnUnknownKey()).statusCode())
                    .isEqualTo(401);
        }
        assertThat(TOKENS.fetches() - before)
                .as("fetches of the key set for 50 unknown keys")
                .isLessThan(20);
    }

    @Test
    void a_key_that_the_issuer_withdraws_is_refused_without_anybody_naming_a_new_one() {
        Http.awaitStatus(200, Duration.ofSeconds(10), () -> TOKENS.good());
        TOKENS.rotate("third");
        Http.awaitStatus(401, Duration.ofSeconds(15), () -> TOKENS.signedByTheWithdrawnKey());
    }

    @Test
    void a_lost_issuer_costs_those_their_access_whose_keys_are_not_known_and_nobody_else() {
        String known = TOKENS.good();
        assertThat(Http.get("/v1/models", known).statusCode()).isEqualTo(200);
        TOKENS.goDown();
        try {
            assertThat(Http.get("/v1/models", known).statusCode()).isEqualTo(200);
            assertThat(Http.get("/v1/models", TOKENS.good()).statusCode()).isEqualTo(200);
            Http.awaitStatus(503, Duration.ofSeconds(10), () -> TOKENS.signedByAnUnknownKey());
        } finally {
            TOKENS.comeBack();
        }
    }

    @Test
    void a_revoked_key_is_refused_within_two_seconds_although_it_was_just_used() {
        JsonObject key = issue("{\"client\":\"batch\",\"note\":\"to be revoked\"}");
        String text = key.getString("key");
        assertThat(Http.get("/v1/models", text).statusCode()).isEqualTo(200);
        assertThat(Http.send("DELETE", "/v1/admin/api-keys/" + key.getString("id"), ServerUnderTest.DEMO_KEY, "")
                        .statusCode())
                .isEqualTo(200);
        Http.awaitStatus(401, Duration.ofSeconds(2), () -> text);
    }

    @Test
    void a_revocation_on_another_replica_is_heard_of_within_two_seconds() {
        JsonObject key = issue("{\"client\":\"batch\"}");
        String text = key.getString("key");
        assertThat(Http.get("/v1/models", text).statusCode()).isEqualTo(200);
        sql("UPDATE api_key SET revoked_at = now() WHERE id = '" + key.getString("id") + "'");
        Http.awaitStatus(401, Duration.ofSeconds(2), () -> text);
    }

    @Test
    void while_the_store_is_lost_known_keys_and_tokens_go_on_and_others_get_503() {
        String used = issue("{\"client\":\"batch\"}").getString("key");
        String unused = issue("{\"client\":\"batch\"}").getString("key");
        assertThat(Http.get("/v1/models", used).statusCode()).isEqualTo(200);
        sql("ALTER TABLE api_key RENAME TO api_key_lost");
        try {
            HttpResponse<String> refused = Http.get("/v1/models", unused);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("identity_unavailable");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(Http.get("/v1/models", used).statusCode()).isEqualTo(200);
            assertThat(Http.get("/v1/models", TOKENS.good()).statusCode()).isEqualTo(200);
            assertThat(Http.get("/v1/models", ServerUnderTest.DEMO_KEY).statusCode())
                    .isEqualTo(200);
            assertThat(Http.get("/v1/admin/api-keys", ServerUnderTest.DEMO_KEY).body())
                    .contains("store_unavailable");
        } finally {
            sql("ALTER TABLE api_key_lost RENAME TO api_key");
        }
        Http.awaitStatus(200, Duration.ofSeconds(5), () -> unused);
    }

    @Test
    void a_store_that_hangs_is_not_waited_for_beyond_a_second_or_two() {
        String unused = issue("{\"client\":\"batch\"}").getString("key");
        var holding = pool.withTransaction(connection -> connection
                        .query("LOCK TABLE api_key IN ACCESS EXCLUSIVE MODE")
                        .execute()
                        .chain(locked -> connection.query("SELECT pg_sleep(4)").execute()))
                .subscribeAsCompletionStage();
        await().atMost(Duration.ofSeconds(2)).until(() -> isLocked());
        long begin = System.nanoTime();
        assertThat(Http.get("/v1/models", unused).statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(holding).succeedsWithin(Duration.ofSeconds(10));
        Http.awaitStatus(200, Duration.ofSeconds(5), () -> unused);
    }

    @Test
    void a_key_is_shown_once_and_never_again() {
        JsonObject key = issue("{\"client\":\"batch\",\"scopes\":[\"route:chat-default\"],\"expiresIn\":\"1h\"}");
        assertThat(key.getString("key")).startsWith("sp_").hasSize(46);
        HttpResponse<String> list = Http.get("/v1/admin/api-keys?limit=500", ServerUnderTest.DEMO_KEY);
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body())
                .contains(key.getString("id"))
                .doesNotContain(key.getString("key"))
                .doesNotContain("hash");
    }

    @Test
    void a_narrowed_key_may_no_more_than_its_scopes() {
        String narrow = issue("{\"client\":\"batch\",\"scopes\":[\"route:chat-default\"]}")
                .getString("key");
        assertThat(Http.get("/v1/admin/api-keys", narrow).statusCode()).isEqualTo(403);
        assertThat(Http.get("/v1/models", narrow).body())
                .contains("chat-default")
                .doesNotContain("chat-secret");
    }

    @Test
    void an_expired_key_is_refused() {
        String brief = issue("{\"client\":\"batch\",\"expiresAt\":\"%s\"}"
                        .formatted(Instant.now().plusSeconds(2)))
                .getString("key");
        assertThat(Http.get("/v1/models", brief).statusCode()).isEqualTo(200);
        Http.awaitStatus(401, Duration.ofSeconds(5), () -> brief);
    }

    @Test
    void the_list_of_keys_comes_in_pages() {
        issue("{\"client\":\"batch\"}");
        issue("{\"client\":\"batch\"}");
        JsonObject first = new JsonObject(
                Http.get("/v1/admin/api-keys?limit=1", ServerUnderTest.DEMO_KEY).body());
        assertThat(first.getJsonArray("data")).hasSize(1);
        JsonObject second = new JsonObject(
                Http.get("/v1/admin/api-keys?limit=1&after=" + first.getString("next"), ServerUnderTest.DEMO_KEY)
                        .body());
        assertThat(second.getJsonArray("data").getJsonObject(0).getString("id"))
                .isLessThan(first.getJsonArray("data").getJsonObject(0).getString("id"));
        assertThat(Http.get("/v1/admin/api-keys?limit=x", ServerUnderTest.DEMO_KEY)
                        .body())
                .contains("\"param\":\"limit\"");
    }

    private boolean isLocked() {
        return sql("SELECT 1 FROM pg_locks JOIN pg_class ON relation = pg_class.oid"
                        + " WHERE relname = 'api_key' AND mode = 'AccessExclusiveLock' AND granted")
                > 0;
    }

    private int sql(String statement) {
        return pool.query(statement)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(5))
                .size();
    }

    private static JsonObject issue(String order) {
        HttpResponse<String> answer = Http.send(
                "POST", "/v1/admin/api-keys", ServerUnderTest.DEMO_KEY, order, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private static boolean isClosed(Everything.Way way) {
        return OPEN.stream()
                .noneMatch(open -> way.path().equals(open) || way.path().startsWith(open + "/"));
    }

    private static Map<String, @Nullable String> badCredentials() {
        Map<String, @Nullable String> bad = new LinkedHashMap<>();
        bad.put("no credential", null);
        bad.put("a key that is none of ours", "sp_" + "A".repeat(43));
        bad.put("a key of no form", "sp_wrong");
        bad.put("no token at all", "nonsense");
        Map<String, Supplier<String>> tokens = new LinkedHashMap<>();
        tokens.put("an expired token", TOKENS::expired);
        tokens.put("a token that is not valid yet", TOKENS::notYetValid);
        tokens.put("a token for another audience", TOKENS::forAnotherAudience);
        tokens.put("a token of another issuer", TOKENS::fromAnotherIssuer);
        tokens.put("a token signed by another key", TOKENS::signedByAnotherKey);
        tokens.put("a token signed by an unknown key", TOKENS::signedByAnUnknownKey);
        tokens.put("a token without expiry", TOKENS::withoutExpiry);
        tokens.put("an unsigned token", TOKENS::unsigned);
        tokens.put("a token signed with the public key as secret", TOKENS::signedWithThePublicKeyAsSecret);
        tokens.put("a token with a changed payload", TOKENS::withAChangedPayload);
        tokens.forEach((name, token) -> bad.put(name, token.get()));
        return bad;
    }

    private static Tokens tokens() {
        var config = ConfigProvider.getConfig();
        return new Tokens(
                config.getValue(ServerUnderTest.ISSUER, String.class),
                Path.of(config.getValue(ServerUnderTest.FOLDER, String.class)));
    }
}
