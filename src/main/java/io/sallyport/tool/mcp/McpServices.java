package io.sallyport.tool.mcp;

import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.http.Exchanges;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;

/** What all calls share: the wire, the sessions, and what is agreed to. */
@Singleton
class McpServices {
    private final Wire wire;
    private final Offers offers;
    private final Sessions sessions;
    private final PinCheck pins;

    McpServices(Vertx vertx, Exchanges exchanges, Pins pins) {
        this.wire = new Wire(exchanges);
        this.offers = new Offers(pins);
        this.sessions = new Sessions((VertxInternal) vertx, wire, offers);
        this.pins = new PinCheck(offers);
    }

    McpCall call(ContextInternal context, ToolAttempt attempt) {
        return new McpCall(context, sessions, pins, wire, attempt);
    }

    Sessions sessions() {
        return sessions;
    }

    Offers offers() {
        return offers;
    }
}
