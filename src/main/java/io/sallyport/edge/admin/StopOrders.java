package io.sallyport.edge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.Names;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Glob;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.StopOrder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is to be stopped; every complaint names the field and says what it should be. */
final class StopOrders {
    private static final int LONGEST_REASON = 500;
    private static final String REASON = "reason";
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern PROMPT = Pattern.compile("[^/@]+/[^/@]+@[0-9*]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private StopOrders() {}

    static StopOrder parse(String kind, String name, @Nullable JsonNode body, Caller caller) {
        StopKind known = kind(kind);
        name(known, name);
        StopOrder order = new StopOrder(known, name, reason(body), actor(caller.identity()));
        if (known == StopKind.PRINCIPAL && covers(order, caller.identity().client())) {
            throw Problem.of(
                            ProblemCode.CONFLICT,
                            "You come by the client \"" + caller.identity().client()
                                    + "\", and whoever stops their own client cannot lift that.",
                            "Ask with the credential of another administrator.")
                    .at("name")
                    .exception();
        }
        return order;
    }

    static StopKind kind(String kind) {
        return StopKind.of(kind)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.INVALID_REQUEST,
                                "There is nothing of the kind \"" + Names.shown(kind) + "\" that could be stopped.",
                                "The kinds are agent, tool, principal and prompt.")
                        .at("kind")
                        .exception());
    }

    private static void name(StopKind kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw bad(
                    "name",
                    "is not the name of anything",
                    "Write the name as the catalogue does, * for any characters.");
        }
        if (kind == StopKind.PROMPT && !PROMPT.matcher(name).matches()) {
            throw bad("name", "is not a version of a prompt", "Write it as order-desk/main@3, * for any characters.");
        }
    }

    private static boolean covers(StopOrder order, String client) {
        String kind = order.kind().label() + ":";
        return Glob.of(kind + order.name()).matches(kind + client);
    }

    private static String reason(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The body is not a JSON object.", "Send {\"reason\": \"…\"}.")
                    .exception();
        }
        body.fieldNames().forEachRemaining(field -> {
            if (!field.equals(REASON)) {
                throw bad(field, "is not a field of a stop", "The one field is reason.");
            }
        });
        JsonNode reason = body.get(REASON);
        if (reason == null || reason.isNull()) {
            throw Problem.of(
                            ProblemCode.MISSING_PARAMETER,
                            "reason is missing.",
                            "Say why, in a sentence for those who meet the stop.")
                    .at(REASON)
                    .exception();
        }
        String text = reason.isTextual() ? reason.textValue() : "";
        if (text.isBlank()
                || text.length() > LONGEST_REASON
                || CONTROL.matcher(text).find()) {
            throw bad(REASON, "is not a text of 1 to " + LONGEST_REASON + " characters", "Say why in a sentence.");
        }
        return text;
    }

    /** As records name whoever did something. */
    static String actor(AgentIdentity who) {
        return who.subject() == null ? who.client() : who.client() + "/" + who.subject();
    }

    static ProblemException notStopped(StopKind kind, String name) {
        return Problem.of(
                        ProblemCode.NOT_FOUND,
                        "There is no stop of " + kind.label() + ":" + Names.shown(name) + ".",
                        "GET /v1/admin/stops lists what is stopped; a stop is lifted by the name that it was given.")
                .exception();
    }

    private static ProblemException bad(String field, String what, String fix) {
        return Problem.of(ProblemCode.INVALID_REQUEST, Names.shown(field) + " " + what + ".", fix)
                .at(Names.shown(field))
                .exception();
    }
}
