package io.sallyport.dialect.openai;

import io.sallyport.chat.FieldRules;
import io.sallyport.core.json.JsonSplice;
import io.sallyport.core.json.JsonToken;
import io.sallyport.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Holds a body to what its route says of fields: one more walk over the top level, which only such routes pay for. */
final class RuledBody {
    private RuledBody() {}

    /**
     * The body that goes on; the very array that came when nothing changes.
     *
     * @param body a JSON object with at least one member
     * @throws io.sallyport.core.ProblemException FIELD_DENIED, naming the field
     */
    static byte[] of(byte[] body, FieldRules rules, int maxDepth) {
        RequestScanner scanner = new RequestScanner(body, maxDepth);
        var _ = scanner.next();
        int firstMember = scanner.tokenTo();
        JsonSplice splice = new JsonSplice(body, 0, body.length);
        Map<String, String> absent = new TreeMap<>(rules.force());
        while (scanner.next() == JsonToken.NAME) {
            String name = scanner.string();
            if (rules.deny().contains(name)) {
                throw RequestProblems.denied(name);
            }
            var _ = scanner.next();
            int from = scanner.tokenFrom();
            scanner.skip();
            String forced = absent.remove(name);
            if (forced != null) {
                splice.replace(from, scanner.tokenTo(), utf8(forced));
            }
        }
        absent.forEach((name, value) -> splice.insert(
                firstMember, utf8(new String(JsonWriter.quoted(name), StandardCharsets.UTF_8) + ':' + value + ',')));
        return splice.isEmpty() ? body : splice.toBytes();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
