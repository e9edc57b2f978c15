package io.sallyport.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Knows whether a manifest's schema can be used to check arguments and results. The catalogue reads manifests and checks no arguments. */
@FunctionalInterface
public interface ToolSchemaCheck {
    /** What keeps {@code schema} from being used, one sentence; empty where nothing does. */
    Optional<String> mistake(JsonNode schema);
}
