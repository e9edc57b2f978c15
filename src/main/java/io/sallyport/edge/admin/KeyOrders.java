package io.sallyport.edge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Catalog;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.identity.Caller;
import io.sallyport.identity.key.KeyOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the order for a key; every complaint names the field and says what it should be. */
final class KeyOrders {
    private static final Set<String> FIELDS = Set.of("client", "scopes", "expiresIn", "expiresAt", "note");
    private static final Duration USUAL_LIFE = Duration.ofDays(90);
    private static final Duration LONGEST_LIFE = Duration.ofDays(730);
    private static final int LONGEST_NOTE = 200;
    private static final int MOST_SCOPES = 100;
    private static final Pattern SCOPE = Pattern.compile("admin|(?:route|agent|tool):[A-Za-z0-9._/*-]{1,100}");
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    private KeyOrders() {}

    static KeyOrder parse(@Nullable JsonNode body, Caller caller, Instant now) {
        if (body == null || !body.isObject()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The body is not a JSON object.", "Send {\"client\": \"…\"}.")
                    .exception();
        }
        body.fieldNames().forEachRemaining(KeyOrders::mustBeKnown);
        return new KeyOrder(
                client(body, caller.catalog()),
                scopes(body),
                expiry(body, now),
                note(body),
                caller.identity().client());
    }

    private static void mustBeKnown(String field) {
        if (!FIELDS.contains(field)) {
            throw bad(
                    field,
                    "is not a field of an API key",
                    "The fields are client, scopes, expiresIn, expiresAt, note.");
        }
    }

    private static String client(JsonNode body, Catalog catalog) {
        String client = text(body, "client")
                .orElseThrow(() -> Problem.of(
                                ProblemCode.MISSING_PARAMETER,
                                "client is missing.",
                                "Name a client of principals.yaml.")
                        .at("client")
                        .exception());
        boolean known = catalog.principals().stream()
                .anyMatch(principal -> principal.client().filter(client::equals).isPresent());
        if (!known) {
            throw bad("client", "names no principal", "Name a client of principals.yaml, or add one there first.");
        }
        return client;
    }

    private static Optional<List<String>> scopes(JsonNode body) {
        JsonNode node = body.get("scopes");
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isArray() || node.isEmpty() || node.size() > MOST_SCOPES) {
            throw bad(
                    "scopes", "is not a list of 1 to " + MOST_SCOPES, "Omit it for everything that the client may do.");
        }
        List<String> scopes = new ArrayList<>();
        node.forEach(scope -> scopes.add(scope(scope)));
        return Optional.of(scopes);
    }

    private static String scope(JsonNode node) {
        if (!node.isTextual() || !SCOPE.matcher(node.textValue()).matches()) {
            throw bad(
                    "scopes",
                    "holds something that is no permission of a program",
                    "Use route:, agent: or tool: and a name or glob, or admin; approvals are for persons.");
        }
        return node.textValue();
    }

    private static Instant expiry(JsonNode body, Instant now) {
        Optional<String> in = text(body, "expiresIn");
        Optional<String> at = text(body, "expiresAt");
        if (in.isPresent() && at.isPresent()) {
            throw bad("expiresAt", "is given beside expiresIn", "Give one of them.");
        }
        Instant expiry = at.map(KeyOrders::instant)
                .orElseGet(() -> now.plus(in.map(KeyOrders::span).orElse(USUAL_LIFE)));
        if (!expiry.isAfter(now) || expiry.isAfter(now.plus(LONGEST_LIFE))) {
            throw bad(
                    at.isPresent() ? "expiresAt" : "expiresIn",
                    "is not between now and " + LONGEST_LIFE.toDays() + " days from now",
                    "Keys end; make a new one in time.");
        }
        return expiry;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            throw bad("expiresAt", "is not a time", "Write it as 2030-01-31T00:00:00Z.");
        }
    }

    private static Duration span(String text) {
        Matcher parts = SPAN.matcher(text);
        if (!parts.matches()) {
            throw bad("expiresIn", "is not a duration", "Write it as 30m, 12h or 90d.");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Optional<String> note(JsonNode body) {
        Optional<String> note = text(body, "note");
        if (note.filter(text -> text.length() > LONGEST_NOTE).isPresent()) {
            throw bad("note", "is longer than " + LONGEST_NOTE + " characters", "Shorten it.");
        }
        return note;
    }

    private static Optional<String> text(JsonNode body, String field) {
        JsonNode node = body.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw bad(field, "is not a text", "Write it in quotes.");
        }
        return Optional.of(node.textValue());
    }

    private static ProblemException bad(String field, String what, String fix) {
        return Problem.of(ProblemCode.INVALID_REQUEST, field + " " + what + ".", fix)
                .at(field)
                .exception();
    }
}
