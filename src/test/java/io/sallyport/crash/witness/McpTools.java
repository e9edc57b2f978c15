package io.sallyport.crash.witness;

import java.util.List;

/** What the sample MCP server offers. */
public final class McpTools {
    /** Acts once for each key; acts each time, whoever asks; has no effect. */
    public static final List<String> NAMES = List.of("keyed", "blind", "read");

    private McpTools() {}

    /** As it defines {@code tool}. */
    public static String definition(String tool) {
        return """
                {"name": "%s", "description": "Does something, for an order.", "inputSchema": {"type": "object",
                 "properties": {"order": {"type": "string"}}, "required": ["order"]}}
                """.formatted(tool);
    }
}
