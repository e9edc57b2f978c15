package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.BuiltIn;
import io.sallyport.core.json.Json;
import java.util.HashMap;
import java.util.Map;

/** Revision 2026-07-28: no greeting and no session; each request says for itself what it speaks and what it is about. */
final class Stateless {
    static final String REVISION = "2026-07-28";

    private static final String PREFIX = "io.modelcontextprotocol/";
    private static final String VERSION = BuiltIn.text("sallyport-version.txt").strip();

    private Stateless() {}

    /** {@code params} with what every request has in {@code _meta}. */
    static ObjectNode params(ObjectNode params) {
        ObjectNode all = params.deepCopy();
        ObjectNode meta = all.withObject("/_meta").put(PREFIX + "protocolVersion", REVISION);
        meta.set(PREFIX + "clientInfo", clientInfo());
        meta.putObject(PREFIX + "clientCapabilities");
        return all;
    }

    /** The request's own words as headers, for whoever stands in between. */
    static Map<String, String> headers(String method, ObjectNode params) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Mcp-Method", method);
        if (params.path("name").isTextual()) {
            headers.put("Mcp-Name", HeaderValue.of(params.path("name").textValue()));
        }
        return headers;
    }

    /** Who we are, in all revisions. */
    static ObjectNode clientInfo() {
        return Json.object().put("name", "sallyport").put("version", VERSION);
    }
}
