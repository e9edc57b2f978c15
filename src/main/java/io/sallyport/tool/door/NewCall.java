package io.sallyport.tool.door;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that is intended.
 *
 * @param id        {@code call_…}
 * @param key       what decides which of two equal calls acts; null: nothing does
 * @param arguments canonical JSON
 * @param owner     whose intent it is: unique among all requests of all replicas
 * @param deadline  for how long from now it may be under way, grace included
 */
public record NewCall(
        String id,
        String tenant,
        String tool,
        String client,
        @Nullable String subject,
        @Nullable String key,
        Bytes arguments,
        String owner,
        Duration deadline) {

    public Sha256 argumentsHash() {
        return arguments.sha256();
    }
}
