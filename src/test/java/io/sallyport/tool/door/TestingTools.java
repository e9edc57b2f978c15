package io.sallyport.tool.door;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.Tools;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Tools whose every answer a test writes; by default they do what they are asked, and say so. */
final class TestingTools implements Tools {
    static final ToolError TIMEOUT = ToolErrors.doubtful(ToolErrors.TIMEOUT, "No answer.");
    static final ToolError UNREACHABLE = ToolErrors.later(ToolErrors.UNREACHABLE, "Nobody there.");
    static final ToolError REFUSED = ToolError.of(ToolErrors.REFUSED, "Sold out.");

    private final Deque<Function<ToolRequest, Uni<ToolOutcome>>> answers = new ArrayDeque<>();
    private final List<ToolRequest> calls = new ArrayList<>();
    private final List<ToolRequest> lookUps = new ArrayList<>();
    private LookUpOutcome found = new LookUpOutcome.NotApplied();

    synchronized TestingTools answer(ToolOutcome outcome) {
        return answer(request -> Uni.createFrom().item(outcome));
    }

    synchronized TestingTools answer(Function<ToolRequest, Uni<ToolOutcome>> answer) {
        answers.add(answer);
        return this;
    }

    synchronized TestingTools find(LookUpOutcome outcome) {
        found = outcome;
        return this;
    }

    synchronized List<ToolRequest> calls() {
        return List.copyOf(calls);
    }

    synchronized List<ToolRequest> lookUps() {
        return List.copyOf(lookUps);
    }

    static ToolOutcome success(String text) {
        return new ToolOutcome.Succeeded(TextNode.valueOf(text), List.of());
    }

    @Override
    public Uni<ToolOutcome> call(ToolRequest request) {
        return Uni.createFrom().deferred(() -> next(request));
    }

    private synchronized Uni<ToolOutcome> next(ToolRequest request) {
        if (!request.maySend().getAsBoolean()) {
            return Uni.createFrom().item(new ToolOutcome.NotSent());
        }
        calls.add(request);
        return answers.isEmpty()
                ? Uni.createFrom().item(success("done " + calls.size()))
                : answers.poll().apply(request);
    }

    @Override
    public synchronized Uni<LookUpOutcome> lookUp(ToolRequest request) {
        lookUps.add(request);
        return Uni.createFrom().item(found);
    }
}
