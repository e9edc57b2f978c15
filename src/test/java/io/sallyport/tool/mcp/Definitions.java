package io.sallyport.tool.mcp;

import io.sallyport.core.json.Json;

/** Definitions for tests. */
public final class Definitions {
    private Definitions() {}

    /** One without arguments. */
    public static Definition tool(String name, String description) {
        return Definition.of(Json.object().put("name", name).put("description", description))
                .orElseThrow();
    }

    /** The digest by which a manifest names {@code definition}, which is JSON. */
    public static String digest(String definition) {
        return Json.parse(definition).flatMap(Definition::of).orElseThrow().digest();
    }
}
