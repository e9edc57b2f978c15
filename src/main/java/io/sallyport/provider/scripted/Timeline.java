package io.sallyport.provider.scripted;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.provider.ProviderFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything an attempt will report, worked out beforehand: a pure function of reply and request. */
final class Timeline {
    private static final Map<String, String> STREAM = Map.of("content-type", "text/event-stream");
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    private Timeline() {}

    static List<Step> of(Reply reply, Prompt prompt, String id, boolean stream) throws JacksonException {
        Fault fault = reply.fault();
        if (fault != null && fault.kind() == Fault.Kind.STATUS) {
            return status(fault);
        }
        if (prompt.embeds()) {
            return embeddings(new Embeddings(reply, prompt), reply);
        }
        Wire wire = new Wire(prompt, reply, id);
        List<Step> steps = stream ? stream(wire, reply.latency()) : whole(wire.body(), reply.latency());
        return fault == null ? steps : spoiled(steps, fault, stream);
    }

    /** An answer that says only what went wrong. */
    static List<Step> refusal(int status, Map<String, String> headers, String body) {
        return List.of(
                Step.now(new Step.Head(status, headers)), Step.now(new Step.Part(body)), Step.now(new Step.End()));
    }

    static List<Step> refusal(int status, String code, String message) {
        ObjectNode body = Prompt.JSON.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", "scripted_error")
                .put("code", code);
        return refusal(status, JSON, body.toString());
    }

    private static List<Step> status(Fault fault) {
        Map<String, String> headers = fault.retryAfter() == null
                ? JSON
                : Map.of("content-type", "application/json", "retry-after", fault.retryAfter());
        String code = fault.status() == 429 ? "rate_limit_exceeded" : "scripted_fault";
        String said = "{\"error\":{\"message\":\"The script says so.\",\"type\":\"scripted_error\",\"code\":\"" + code
                + "\"}}";
        return refusal(
                fault.status(),
                headers,
                fault.body() == null ? said : fault.body().toString());
    }

    private static List<Step> stream(Wire wire, Latency latency) throws JacksonException {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.now(new Step.Head(200, STREAM)));
        wire.openings().forEach(event -> steps.add(Step.now(new Step.Part(event))));
        long delay = latency.firstToken();
        for (String event : wire.deltas()) {
            steps.add(new Step(delay, new Step.Part(event)));
            delay = latency.perChunk();
        }
        wire.endings().forEach(event -> steps.add(Step.now(new Step.Part(event))));
        steps.add(Step.now(new Step.End()));
        return steps;
    }

    private static List<Step> embeddings(Embeddings embeddings, Reply reply) throws JacksonException {
        if (embeddings.tooMany()) {
            return refusal(
                    400,
                    "too_many_numbers",
                    "The scripted model makes at most " + Embeddings.MOST_NUMBERS
                            + " numbers in one answer. Send fewer inputs, or ask for fewer dimensions.");
        }
        List<Step> steps = whole(embeddings.body(), reply.latency());
        return reply.fault() == null ? steps : spoiled(steps, reply.fault(), false);
    }

    /** In two parts, so that something can go wrong between them. */
    private static List<Step> whole(String body, Latency latency) {
        int middle = body.offsetByCodePoints(0, body.codePointCount(0, body.length()) / 2);
        return List.of(
                new Step(latency.firstToken(), new Step.Head(200, JSON)),
                Step.now(new Step.Part(body.substring(0, middle))),
                Step.now(new Step.Part(body.substring(middle))),
                Step.now(new Step.End()));
    }

    private static List<Step> spoiled(List<Step> steps, Fault fault, boolean stream) {
        int at = Math.min(1 + fault.afterChunks(), steps.size() - 1);
        List<Step> spoiled = new ArrayList<>(steps.subList(0, at));
        switch (fault.kind()) {
            case RESET -> {
                return List.of(broken(ProviderFault.Kind.RESET));
            }
            case CUT -> spoiled.add(broken(ProviderFault.Kind.CUT));
            case STALL -> {
                return fault.afterChunks() == 0 ? List.of() : spoiled;
            }
            case MALFORMED -> {
                String text = "{\"choices\":[{\"delta\":{\"content\":\"half";
                spoiled.add(Step.now(new Step.Part(stream ? "data: " + text + "\n\n" : text)));
                spoiled.addAll(steps.subList(at, steps.size()));
            }
            case STATUS -> throw new IllegalStateException("a status is the whole answer");
        }
        return spoiled;
    }

    private static Step broken(ProviderFault.Kind kind) {
        return Step.now(new Step.Broken(new ProviderFault(kind, "the script says so")));
    }
}
