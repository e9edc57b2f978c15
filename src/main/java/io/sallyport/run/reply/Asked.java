package io.sallyport.run.reply;

import io.sallyport.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What makes two requests the same for an SDK that repeats in silence.
 *
 * @param body fingerprint of endpoint, thread and body
 */
public record Asked(String tenant, String client, @Nullable String subject, Sha256 body) {}
