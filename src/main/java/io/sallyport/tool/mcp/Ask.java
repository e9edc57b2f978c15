package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.resilience.Deadline;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One request to a server.
 *
 * @param id       not used before in its session
 * @param most     bytes of the answer
 * @param fresh    on a new connection
 * @param maySend  asked directly before the first byte
 * @param headers  W3C's, and those of arguments
 * @param notified hears the methods of the server's notifications
 */
record Ask(
        long id,
        String method,
        ObjectNode params,
        Deadline deadline,
        int most,
        boolean fresh,
        BooleanSupplier maySend,
        Map<String, String> headers,
        Consumer<String> notified) {}
