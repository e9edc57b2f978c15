package io.sallyport.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.Decision;
import io.sallyport.core.Sha256;
import java.util.Optional;

/**
 * What a person says to an approval.
 *
 * @param argsHash  of the arguments that they were shown; empty: those that wait
 * @param arguments the arguments that they were shown, or changed
 */
public record Verdict(
        Decision.Verdict decision, Optional<String> reason, Optional<Sha256> argsHash, Optional<JsonNode> arguments) {}
