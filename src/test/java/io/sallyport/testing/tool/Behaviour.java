package io.sallyport.testing.tool;

import java.io.IOException;

/** How the tool treats one request. */
@FunctionalInterface
public interface Behaviour {
    void serve(ToolExchange exchange) throws IOException;
}
