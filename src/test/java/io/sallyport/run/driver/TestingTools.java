package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.Tools;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Tools that answer what they were told to, in order; what is not told answers {@code {"ok":true}}. */
final class TestingTools implements Tools {
    final List<ToolRequest> calls = new CopyOnWriteArrayList<>();
    final List<ToolRequest> lookUps = new CopyOnWriteArrayList<>();
    final List<UniEmitter<? super ToolOutcome>> pending = new CopyOnWriteArrayList<>();
    private final Queue<Function<ToolRequest, Uni<ToolOutcome>>> outcomes = new ArrayDeque<>();
    private final Map<String, Function<ToolRequest, Uni<ToolOutcome>>> firsts = new ConcurrentHashMap<>();
    private final Queue<LookUpOutcome> answers = new ArrayDeque<>();

    TestingTools then(ToolOutcome outcome) {
        outcomes.add(request -> Uni.createFrom().item(outcome));
        return this;
    }

    /** Does not answer until {@link #pending} is told to. */
    TestingTools thenWaits() {
        outcomes.add(request -> Uni.createFrom().emitter(pending::add));
        return this;
    }

    /** What {@code tool} answers first, whatever other tools are called meanwhile. */
    TestingTools first(String tool, ToolOutcome outcome) {
        firsts.put(tool, request -> Uni.createFrom().item(outcome));
        return this;
    }

    /** The first call of {@code tool} is not answered until {@link #pending} is told to. */
    TestingTools firstWaits(String tool) {
        firsts.put(tool, request -> Uni.createFrom().emitter(pending::add));
        return this;
    }

    TestingTools lookedUp(LookUpOutcome answer) {
        answers.add(answer);
        return this;
    }

    static ToolOutcome ok(JsonNode result) {
        return new ToolOutcome.Succeeded(result, List.of());
    }

    @Override
    public synchronized Uni<ToolOutcome> call(ToolRequest request) {
        if (!request.maySend().getAsBoolean()) {
            return Uni.createFrom().item(new ToolOutcome.NotSent());
        }
        calls.add(request);
        Function<ToolRequest, Uni<ToolOutcome>> first =
                firsts.remove(request.tool().name());
        Function<ToolRequest, Uni<ToolOutcome>> told = first == null ? outcomes.poll() : first;
        return told == null
                ? Uni.createFrom().item(ok(io.sallyport.core.json.Json.object().put("ok", true)))
                : told.apply(request);
    }

    @Override
    public synchronized Uni<LookUpOutcome> lookUp(ToolRequest request) {
        lookUps.add(request);
        LookUpOutcome told = answers.poll();
        if (told == null) {
            throw new IllegalStateException("nobody said what a look-up finds");
        }
        return Uni.createFrom().item(told);
    }
}
