package io.sallyport.streams;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Answer;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(StreamStage.Shared.class)
class RunStreamIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StreamStage stage;

    RunStreamIT(StreamStage stage) {
        this.stage = stage;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(complete(request), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest complete(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + stage.token("web-chat"))
                .header("Accept", "text/event-stream")
                .build();
    }

    private static HttpRequest.Builder following(GatewayProcess replica, String run, String after) {
        return HttpRequest.newBuilder(URI.create(replica.baseUrl() + "/v1/runs/" + run + "/events?after=" + after));
    }

    private HttpResponse<String> follow(GatewayProcess replica, String run, String after) {
        return send(following(replica, run, after));
    }

    private static String durable(String stream) {
        return Frame.all(stream).stream()
                .filter(Frame::durable)
                .map(Frame::text)
                .collect(Collectors.joining());
    }

    @Test
    @AtOnce
    void a_run_that_is_started_with_a_stream_is_shown_whole_and_the_other_replica_shows_the_same_bytes() {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(stage.one.baseUrl() + "/v1/agents/talker/runs"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"input\":\"hello\"}")));
        String run = answer.headers().firstValue("X-Sallyport-Run").orElseThrow();
        List<Frame> frames = Frame.all(answer.body());

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(frames.stream().filter(Frame::durable).map(Frame::event))
                .startsWith("run.created", "run.started", "step.started")
                .endsWith("message.completed", "run.completed");
        assertThat(durable(follow(stage.other, run, "0").body())).isEqualTo(durable(answer.body()));
        assertThat(frames.stream().filter(Frame::durable).map(Frame::id).toList())
                .isEqualTo(java.util.stream.IntStream.rangeClosed(
                                1, (int) frames.stream().filter(Frame::durable).count())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    @AtOnce
    void pieces_of_an_answer_are_shown_on_both_replicas_while_it_is_given() {
        List<List<Frame>> shown = followedOnBoth(stage.start(stage.one, StreamStage.SLOWLY));
        for (int again = 0; again < 5 && shown.stream().anyMatch(RunStreamIT::hasNoPiece); again++) {
            // Whoever comes late sees history, which has no pieces: ask for another one, from its beginning.
            shown = followedOnBoth(stage.start(stage.other, StreamStage.SLOWLY));
        }
        assertThat(shown).hasSize(2).allSatisfy(frames -> {
            String pieces =
                    frames.stream().filter(Frame::isPiece).map(Frame::said).collect(joining());
            assertThat(pieces).isEqualTo(StreamStage.SLOW_ANSWER);
            assertThat(frames.stream().filter(frame -> frame.text().startsWith(": ")))
                    .isNotEmpty();
        });
    }

    private static boolean hasNoPiece(List<Frame> frames) {
        return frames.stream().noneMatch(Frame::isPiece);
    }

    private List<List<Frame>> followedOnBoth(String run) {
        List<CompletableFuture<HttpResponse<String>>> streams = stage.both().stream()
                .map(replica ->
                        HTTP.sendAsync(complete(following(replica, run, "0")), HttpResponse.BodyHandlers.ofString()))
                .toList();
        return streams.stream().map(stream -> Frame.all(stream.join().body())).toList();
    }

    @Test
    @AtOnce
    void who_is_cut_at_any_byte_and_comes_back_elsewhere_has_the_unbroken_stream() {
        String run = stage.start(stage.one, StreamStage.STEPS);
        List<String> replicas =
                stage.both().stream().map(GatewayProcess::baseUrl).toList();
        Follower cut = new Follower(replicas, stage.token("web-chat"), run);
        String pieced = cut.follow(new Random(7), 600);
        String unbroken = new Follower(replicas, stage.token("web-chat"), run).follow(new Random(1), 0);

        assertThat(cut.cuts()).isGreaterThan(20);
        assertThat(pieced).isEqualTo(unbroken);
    }

    @Test
    @AtOnce
    void a_cursor_at_the_end_or_behind_it_gets_204() {
        String run = stage.start(stage.one, "hello");
        long last = Frame.all(follow(stage.one, run, "0").body()).stream()
                .filter(Frame::durable)
                .count();
        assertThat(follow(stage.other, run, Long.toString(last)).statusCode()).isEqualTo(204);
        assertThat(follow(stage.other, run, last + 5 + "").statusCode()).isEqualTo(204);
        assertThat(durable(follow(stage.other, run, last - 1 + ".1.4").body())).startsWith("id: " + last + "\n");
    }

    @ParameterizedTest
    @AtOnce
    @ValueSource(strings = {"x", "1.2", "-1", "99999"})
    void a_cursor_that_is_none_of_the_run_s_is_refused_and_named(String cursor) {
        String run = stage.start(stage.one, StreamStage.ASK);
        HttpResponse<String> answer = follow(stage.one, run, cursor);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"param\":\"after\"");
    }

    @Test
    @AtOnce
    void a_run_is_its_creator_s_and_the_same_path_speaks_json_to_who_does_not_ask_for_a_stream() {
        String run = stage.start(stage.one, "hello");
        assertThat(stage.client(stage.other, "stranger")
                        .get("/v1/runs/" + run + "/events")
                        .status())
                .isEqualTo(404);
        assertThat(stage.client(stage.other, "web-chat")
                        .get("/v1/runs/" + run + "/events")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @AtOnce
    void a_replica_that_leaves_ends_its_streams_cleanly_and_the_run_goes_on_elsewhere() {
        try (GatewayProcess third = stage.launch()) {
            String run = stage.start(third, StreamStage.SLOWLY);
            var stream = java.util.concurrent.CompletableFuture.supplyAsync(() -> follow(third, run, "0"));
            org.awaitility.Awaitility.await().until(() -> third.isReady());
            third.signalTerminate();
            String first = stream.join().body();
            String last = Frame.all(first).stream()
                    .filter(frame -> !frame.id().isEmpty())
                    .reduce((a, b) -> b)
                    .map(Frame::id)
                    .orElse("0");
            String rest = follow(stage.one, run, last).body();

            String whole = durable(follow(stage.other, run, "0").body());
            assertThat(durable(first) + durable(rest)).isEqualTo(whole);
            assertThat(whole).contains("\nevent: run.completed\n");
        }
    }

    @Test
    @AtOnce
    void an_answer_of_the_api_names_where_the_events_are() {
        Answer answer = stage.client(stage.one, "web-chat").post("/v1/agents/talker/runs", "{\"input\":\"hello\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("links").toString()).contains("/events");
    }
}
