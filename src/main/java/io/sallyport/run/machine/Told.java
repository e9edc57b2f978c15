package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;

/** The gateway's own words in the place of a tool's answer, in the shape in which tools' errors reach a model. */
final class Told {
    private Told() {}

    static ObjectNode error(String code, String message) {
        ObjectNode told = Json.object();
        told.putObject("error").put("code", code).put("message", message).put("retryable", false);
        return told;
    }

    static ObjectNode word(String name, boolean value) {
        return Json.object().put(name, value);
    }
}
