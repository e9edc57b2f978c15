package io.sallyport.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tool's manifest: one file of {@code catalog/tools}.
 *
 * @param name          verb_noun
 * @param description   written for the model
 * @param digest        SHA-256 of the canonical manifest, secrets left out
 * @param manifest      the canonical manifest as JSON, secrets left out: what a revision keeps
 * @param input         JSON Schema of the arguments
 * @param output        JSON Schema of the result, where there is one
 * @param timeout       one attempt, connecting included
 * @param keyValidFor   for how long the tool remembers a key
 * @param retry         attempts at most, the first included, where it is safe to call again
 * @param businessKey   arguments that together are the key, instead of the computed one; empty: the computed one
 * @param maxOutput     bytes of a result that a model is shown; the rest is cut, with a marker
 * @param maxConcurrent calls at once from this replica
 * @param trusted       names of output fields that the catalogue vouches for
 * @param sinks         arguments that decide where something goes, or how much; what a policy looks at
 */
public record ToolSpec(
        String name,
        String description,
        String digest,
        JsonNode manifest,
        Effect effect,
        Idempotency idempotency,
        Approval approval,
        JsonNode input,
        Optional<JsonNode> output,
        Duration timeout,
        Duration keyValidFor,
        int retry,
        OnUnknown onUnknown,
        Optional<String> compensate,
        OnNotApplied onNotApplied,
        List<String> businessKey,
        int maxOutput,
        int maxConcurrent,
        BreakerSpec breaker,
        Set<String> trusted,
        ToolBinding binding,
        List<String> sinks) {

    public ToolSpec {
        businessKey = List.copyOf(businessKey);
        trusted = Set.copyOf(trusted);
        sinks = List.copyOf(sinks);
    }

    /** What is at stake. */
    public enum Effect {
        NONE,
        REVERSIBLE,
        IRREVERSIBLE
    }

    /** Why a call can, or cannot, be made again. */
    public enum Idempotency {
        /** It happens in our own commit. */
        TRANSACTIONAL,
        /** It remembers keys. */
        KEYED,
        /** It can be asked whether a key was applied. */
        QUERYABLE,
        NONE
    }

    /** Who has to agree before it is called. */
    public enum Approval {
        NEVER,
        ALWAYS,
        BY_POLICY
    }

    /** What happens when nobody can know whether it was done. */
    public enum OnUnknown {
        /** A person settles it. */
        RECONCILE,
        /** The model is told. */
        TELL_MODEL,
        /** Another tool undoes it. */
        COMPENSATE
    }

    /** What a queryable tool's "not applied" means. */
    public enum OnNotApplied {
        CALL,
        RECONCILE
    }

    /** Whether calling it again can never do something twice. */
    public boolean repeatable() {
        return effect == Effect.NONE || idempotency == Idempotency.TRANSACTIONAL || idempotency == Idempotency.KEYED;
    }

    /** Whether it is called in the name of the user behind the call. */
    public boolean inUsersName() {
        return binding.endpoint()
                .filter(http -> http.auth() == ToolBinding.Auth.USER)
                .isPresent();
    }

    /** Whether a call changes something, or takes its arguments out of the gateway. */
    public boolean reachesOut() {
        return effect != Effect.NONE || !(binding instanceof ToolBinding.BuiltIn);
    }

    /** The same tool somewhere else, or reached otherwise. */
    public ToolSpec withBinding(ToolBinding other) {
        return new ToolSpec(
                name,
                description,
                digest,
                manifest,
                effect,
                idempotency,
                approval,
                input,
                output,
                timeout,
                keyValidFor,
                retry,
                onUnknown,
                compensate,
                onNotApplied,
                businessKey,
                maxOutput,
                maxConcurrent,
                breaker,
                trusted,
                other,
                sinks);
    }
}
