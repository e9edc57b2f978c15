package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.core.json.Json;
import io.sallyport.run.CallLine;
import io.sallyport.run.RunDetails;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a run waits for.
 *
 * @param reason    the end of the status: {@code input}, {@code timer}, and so on
 * @param until     when the wait ends by itself
 * @param detail    what the journal says about it
 * @param calls     the tool calls that wait
 * @param approvals those that are open
 * @param questions what a person is asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitingFor(
        String reason,
        @Nullable String until,
        @Schema(implementation = Object.class) @Nullable JsonNode detail,
        List<String> calls,
        List<String> approvals,
        List<Question> questions) {
    private static final String PREFIX = "WAITING_";
    private static final Set<CallState> WAIT =
            Set.of(CallState.AWAITING_APPROVAL, CallState.AWAITING_INPUT, CallState.AWAITING_CHILD, CallState.UNKNOWN);

    static @Nullable WaitingFor of(RunRecord run, RunDetails details) {
        if (!run.status().waiting()) {
            return null;
        }
        return new WaitingFor(
                run.status().name().substring(PREFIX.length()).toLowerCase(Locale.ROOT),
                Moments.orNull(run.waitUntil()),
                details.ending()
                        .map(event -> Json.own(event.data()).get("detail"))
                        .orElse(null),
                calls(details),
                details.approvals().stream()
                        .filter(approval -> approval.state().equals("PENDING"))
                        .map(approval -> approval.id())
                        .toList(),
                questions(details));
    }

    /** Those whose own state it is to wait, and those that wait for the run's user to sign in again. */
    private static List<String> calls(RunDetails details) {
        JsonNode detail = details.ending()
                .map(event -> Json.own(event.data()).path("detail"))
                .orElseGet(Json::object);
        Set<String> named = detail.path("reason").asText().equals("reauthenticate")
                ? detail.path("calls").valueStream().map(JsonNode::asText).collect(Collectors.toSet())
                : Set.of();
        return details.calls().stream()
                .filter(call -> WAIT.contains(call.state()) || named.contains(call.id()))
                .map(CallLine::id)
                .toList();
    }

    private static List<Question> questions(RunDetails details) {
        Set<String> asked = details.calls().stream()
                .filter(call -> call.state() == CallState.AWAITING_INPUT)
                .map(CallLine::id)
                .collect(Collectors.toSet());
        return details.questions().stream()
                .map(Question::of)
                .filter(question -> asked.contains(question.call()))
                .toList();
    }

    /** A question that a call asks a person. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Question(
            String call,
            @Schema(implementation = Object.class) @Nullable JsonNode question) {
        static Question of(JournalEvent event) {
            return new Question(
                    Json.own(event.data()).path("call").asText(),
                    Optional.ofNullable(event.content()).map(Json::own).orElse(null));
        }
    }
}
