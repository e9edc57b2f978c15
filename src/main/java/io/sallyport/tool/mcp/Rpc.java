package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import io.vertx.core.buffer.Buffer;

/** JSON-RPC 2.0, as far as a client of MCP says it. */
final class Rpc {
    static final int METHOD_NOT_FOUND = -32_601;

    private Rpc() {}

    static Buffer request(long id, String method, ObjectNode params) {
        ObjectNode message = message().put("id", id).put("method", method);
        message.set("params", params);
        return bytes(message);
    }

    static Buffer notification(String method, ObjectNode params) {
        ObjectNode message = message().put("method", method);
        message.set("params", params);
        return bytes(message);
    }

    /** The answer to a server's own request. */
    static Buffer result(JsonNode id) {
        ObjectNode message = message();
        message.set("id", id);
        message.putObject("result");
        return bytes(message);
    }

    /** We offered nothing that a server could ask for. */
    static Buffer methodNotFound(JsonNode id) {
        ObjectNode message = message();
        message.set("id", id);
        message.putObject("error").put("code", METHOD_NOT_FOUND).put("message", "Method not found");
        return bytes(message);
    }

    private static ObjectNode message() {
        return Json.object().put("jsonrpc", "2.0");
    }

    private static Buffer bytes(ObjectNode message) {
        return Buffer.buffer(Json.bytes(message).array());
    }
}
