package io.sallyport.prompt.template;

import com.fasterxml.jackson.databind.JsonNode;

/** What a tag is given. */
public sealed interface Argument {
    /** A value by its path. */
    record Of(Ref ref) implements Argument {}

    /** A value that stands in the tag itself. */
    record Literal(JsonNode value) implements Argument {}
}
