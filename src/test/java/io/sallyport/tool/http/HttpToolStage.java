package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.Succeeded;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Calls of HTTP tools, and a server on real sockets that answers them as each test says. */
abstract class HttpToolStage {
    static TestingCalls calls;
    static MisbehavingTool server;

    @BeforeAll
    static void start() {
        calls = new TestingCalls();
        server = MisbehavingTool.start();
    }

    @AfterAll
    static void stop() {
        calls.close();
        server.close();
    }

    /** Another server for each test: connections are kept from one to the next otherwise. */
    @BeforeEach
    void decent() {
        server.close();
        server = MisbehavingTool.start();
    }

    static TestingTool tool(Effect effect, Idempotency idempotency) {
        return TestingTool.named("t")
                .is(effect, idempotency)
                .timeout(Duration.ofSeconds(10))
                .http("POST", server.url("/orders"));
    }

    static JsonNode result(ToolOutcome outcome) {
        return ((Succeeded) outcome).result();
    }
}
