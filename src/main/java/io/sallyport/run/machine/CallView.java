package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * A tool call as the journal has it.
 *
 * @param arguments   as proposed
 * @param attempts    begun so far
 * @param outcomes    attempts among them that ended in an outcome; the others' owners died
 * @param doubt       whether one of them may have done something, and nothing has settled that
 * @param key         the idempotency key, once there was an intent
 * @param firstIntent when the first attempt was about to begin
 * @param notBefore   the next attempt is not to be made before this
 * @param deadline    until when the last attempt may have been under way
 * @param approval    the approval it waits for, or waited for
 * @param waitsUntil  when that approval expires
 * @param answer      what the model is told; there once it is settled, or nobody knows its outcome
 * @param compensates the call that it is to undo
 */
public record CallView(
        String id,
        int step,
        int ordinal,
        String tool,
        String useId,
        Sha256 argsHash,
        JsonNode arguments,
        CallState state,
        int attempts,
        int outcomes,
        boolean doubt,
        Optional<String> key,
        Optional<Instant> firstIntent,
        Optional<Instant> notBefore,
        Optional<Instant> deadline,
        Optional<String> approval,
        Optional<Instant> waitsUntil,
        Optional<JsonNode> answer,
        Optional<String> compensates) {

    static CallView proposed(RunEvent.ToolProposed e) {
        return new CallView(
                e.call(),
                e.step(),
                e.ordinal(),
                e.tool(),
                e.useId(),
                e.argsHash(),
                e.arguments(),
                CallState.PROPOSED,
                0,
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                e.compensates());
    }

    CallView in(CallState next) {
        return new CallView(
                id,
                step,
                ordinal,
                tool,
                useId,
                argsHash,
                arguments,
                next,
                attempts,
                outcomes,
                doubt,
                key,
                firstIntent,
                notBefore,
                deadline,
                approval,
                waitsUntil,
                answer,
                compensates);
    }

    CallView answered(CallState next, JsonNode told) {
        return new CallView(
                id,
                step,
                ordinal,
                tool,
                useId,
                argsHash,
                arguments,
                next,
                attempts,
                outcomes,
                doubt,
                key,
                firstIntent,
                notBefore,
                deadline,
                approval,
                waitsUntil,
                Optional.of(told),
                compensates);
    }

    CallView intent(RunEvent.ToolStarted e, Instant at) {
        return new CallView(
                id,
                step,
                ordinal,
                tool,
                useId,
                argsHash,
                arguments,
                CallState.INTENT,
                e.attempt(),
                outcomes,
                doubt || state == CallState.INTENT,
                Optional.of(e.key()),
                firstIntent.or(() -> Optional.of(at)),
                Optional.empty(),
                Optional.of(at.plusMillis(e.deadlineMillis())),
                approval,
                waitsUntil,
                answer,
                compensates);
    }

    CallView again(RunEvent.ToolAgain e, Instant at) {
        return new CallView(
                id,
                step,
                ordinal,
                tool,
                useId,
                argsHash,
                arguments,
                CallState.ALLOWED,
                attempts,
                outcomes + 1,
                !e.settled() && (doubt || e.doubt()),
                key,
                firstIntent,
                Optional.of(at.plusMillis(e.afterMillis())),
                deadline,
                approval,
                waitsUntil,
                answer,
                compensates);
    }

    CallView awaiting(RunEvent.ApprovalRequired e, Instant at) {
        return new CallView(
                id,
                step,
                ordinal,
                tool,
                useId,
                argsHash,
                arguments,
                CallState.AWAITING_APPROVAL,
                attempts,
                outcomes,
                doubt,
                key,
                firstIntent,
                notBefore,
                deadline,
                Optional.of(e.approval()),
                Optional.of(at.plusMillis(e.expiresInMillis())),
                answer,
                compensates);
    }
}
