package io.sallyport.edge.tools;

import io.sallyport.edge.health.Draining;
import io.sallyport.tool.door.UnderWay;
import jakarta.inject.Singleton;

/** Counts direct calls among what is being served: one goes on after its client has left. They are waited for and never ended by force. */
@Singleton
class CallsUnderWay implements UnderWay {
    private final Draining draining;

    CallsUnderWay(Draining draining) {
        this.draining = draining;
    }

    @Override
    public Runnable begun() {
        return draining.register("a direct call of a tool", () -> {})::ended;
    }
}
