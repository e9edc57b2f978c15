package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.Catalog;
import io.sallyport.chat.Usage;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.json.Json;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.Decision;
import io.sallyport.routing.RouteTrace;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A model that says what it was told to say, in order, and keeps what it was asked. */
final class TestingModels implements ModelCalls {
    private final Queue<Turn> turns = new ArrayDeque<>();
    final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    final List<CallStart> starts = new CopyOnWriteArrayList<>();
    volatile int cancelled;
    private volatile boolean obedient;
    private volatile Optional<Supplier<Duration>> thought = Optional.empty();

    private interface Turn {
        void answer(CallerReply reply);
    }

    TestingModels says(String text) {
        turns.add(reply -> stream(reply, chunk(Json.object().put("content", text), "stop")));
        return this;
    }

    TestingModels calls(String tool, String arguments) {
        return calls(List.of(tool), List.of(arguments));
    }

    TestingModels calls(List<String> tools, List<String> arguments) {
        turns.add(reply -> {
            ObjectNode delta = Json.object();
            var uses = delta.putArray("tool_calls");
            for (int i = 0; i < tools.size(); i++) {
                uses.addObject()
                        .put("index", i)
                        .put("id", "use-" + i)
                        .putObject("function")
                        .put("name", tools.get(i))
                        .put("arguments", arguments.get(i));
            }
            stream(reply, chunk(delta, "tool_calls"));
        });
        return this;
    }

    TestingModels fails(Problem problem) {
        turns.add(reply -> reply.failed(problem, new RouteTrace("r", null, 1)));
        return this;
    }

    /** Whatever reads its answer runs out of something. */
    TestingModels exhausts() {
        turns.add(reply -> {
            throw new StackOverflowError("told to");
        });
        return this;
    }

    /** {@code first} begins, is cut off, and {@code second} goes on. */
    TestingModels goesOnElsewhere(String first, String second, String text) {
        turns.add(reply -> {
            reply.open(new RouteTrace("r", first, 1));
            reply.write(Buffer.buffer("data: " + chunk(Json.object().put("content", text), "stop") + "\n\n"));
            reply.write(Buffer.buffer("data: " + usage() + "\n\ndata: [DONE]\n\n"));
            reply.decided(new Decision(
                    "request",
                    Instant.EPOCH,
                    "r",
                    "desk",
                    true,
                    Decision.Result.COMPLETED,
                    null,
                    null,
                    second,
                    List.of(),
                    List.of(
                            new AttemptRecord(
                                    first, 1, AttemptOutcome.CUT, 200, 0, 5, 9, "cut", new Usage(10, 0, 2, 0)),
                            new AttemptRecord(
                                    second, 2, AttemptOutcome.OK, 200, 9, 5, 9, null, new Usage(10, 0, 5, 0))),
                    20));
            reply.end();
        });
        return this;
    }

    TestingModels keepsSilent() {
        turns.add(reply -> {});
        return this;
    }

    /** Calls the tool that the user names, whoever asks and in whatever order, and is done when it has an answer. */
    TestingModels obeys() {
        obedient = true;
        return this;
    }

    /** Whoever asks, however often, is told "Done." after some time between the two. */
    TestingModels thinksFor(Duration least, Duration most) {
        thought = Optional.of(
                () -> Duration.ofMillis(RandomGenerator.getDefault().nextLong(least.toMillis(), most.toMillis())));
        return this;
    }

    private static void think(Duration time, CallerReply reply) {
        Context home = Objects.requireNonNull(Vertx.currentContext());
        var _ = home.owner()
                .setTimer(
                        time.toMillis(),
                        thought -> stream(reply, chunk(Json.object().put("content", "Done."), "stop")));
    }

    private void obey(JsonNode asked) {
        JsonNode last = asked.path("messages").path(asked.path("messages").size() - 1);
        if (last.path("role").asText().equals("tool")) {
            says("Done.");
        } else {
            calls(last.path("content").asText(), "{}");
        }
    }

    private static void stream(CallerReply reply, ObjectNode chunk) {
        reply.open(new RouteTrace("r", "p/m", 1));
        reply.write(Buffer.buffer("data: " + chunk + "\n\n"));
        reply.write(Buffer.buffer("data: " + usage() + "\n\ndata: [DONE]\n\n"));
        reply.end();
    }

    private static ObjectNode usage() {
        ObjectNode usage = Json.object();
        usage.putArray("choices");
        usage.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 5);
        return usage;
    }

    private static ObjectNode chunk(ObjectNode delta, String finish) {
        ObjectNode chunk = Json.object();
        chunk.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finish)
                .set("delta", delta);
        return chunk;
    }

    @Override
    public int mostEventBytes() {
        return 1 << 20;
    }

    @Override
    public synchronized Runnable begin(CallStart start, Catalog catalog, Bytes body, CallerReply reply) {
        starts.add(start);
        asked.add(Json.own(body));
        if (thought.isPresent()) {
            think(thought.get().get(), reply);
            return () -> cancelled++;
        }
        if (obedient) {
            obey(asked.getLast());
        }
        Turn turn = turns.poll();
        if (turn == null) {
            throw new IllegalStateException("the script is over");
        }
        turn.answer(reply);
        return () -> cancelled++;
    }
}
