package io.sallyport.tool.http;

import java.time.Duration;

/** An access token and for how long the issuer says it is good. */
record AgentToken(String value, Duration lifetime) {
    @Override
    public String toString() {
        return "AgentToken[lifetime=" + lifetime + "]";
    }
}
