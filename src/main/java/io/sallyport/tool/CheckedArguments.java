package io.sallyport.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What became of the arguments that a model or a caller wrote. */
public sealed interface CheckedArguments {
    /** They are what the tool's schema wants. */
    record Valid(ObjectNode arguments) implements CheckedArguments {}

    /** They are not; the tool must not be called. */
    record Invalid(ToolError error) implements CheckedArguments {}
}
