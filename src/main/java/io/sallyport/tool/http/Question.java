package io.sallyport.tool.http;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.identity.UserToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is sent to an endpoint by a kind of tools that speaks a protocol of its own over HTTP.
 *
 * @param headers  by name, beside the manifest's; they win over those
 * @param body     empty: none is sent
 * @param identity the agent, whose token is sent where the endpoint wants one
 * @param user     in whose name, where the endpoint wants to know
 * @param millis   for all of it: token, name, connection, request and answer
 * @param most     bytes of a 2xx
 * @param fresh    whether the connection must be a new one: what must not be sent twice cannot afford doubt
 * @param maySend  asked directly before the first byte
 */
public record Question(
        HttpMethod method,
        Map<String, String> headers,
        Buffer body,
        Optional<AgentSpec> identity,
        Optional<UserToken> user,
        long millis,
        int most,
        boolean fresh,
        BooleanSupplier maySend,
        Watch watch) {
    public Question {
        headers = Map.copyOf(headers);
    }
}
