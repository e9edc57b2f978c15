package io.sallyport.provider;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.ProviderSpec;
import io.sallyport.chat.Operation;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/**
 * One attempt's request.
 *
 * @param body           the request in OpenAI's dialect, {@code model} already the upstream name
 * @param operation      which of the provider's endpoints the body is for
 * @param stream         whether the body asks for a stream
 * @param connectTimeout bounds TCP and TLS
 * @param headers        sent beside the provider's own: {@code traceparent} and the like, never a caller's credentials
 */
public record ProviderRequest(
        ProviderSpec provider,
        ModelSpec model,
        Buffer body,
        Operation operation,
        boolean stream,
        Duration connectTimeout,
        Map<String, String> headers) {

    /** The same request with these headers sent beside the provider's own. */
    public ProviderRequest with(Map<String, String> newHeaders) {
        return newHeaders.isEmpty()
                ? this
                : new ProviderRequest(provider, model, body, operation, stream, connectTimeout, newHeaders);
    }
}
