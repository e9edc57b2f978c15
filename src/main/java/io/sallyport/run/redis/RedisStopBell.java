package io.sallyport.run.redis;

import io.sallyport.stop.StopBell;
import jakarta.inject.Singleton;

/** The bell as the channel {@code sallyport:stops}. What was rung while the channel was away is made up for when it is there again. */
@Singleton
class RedisStopBell implements StopBell {
    private static final String CHANNEL = "sallyport:stops";

    private final RedisBus bus;

    RedisStopBell(RedisBus bus) {
        this.bus = bus;
    }

    @Override
    public void ring() {
        bus.tell(CHANNEL, "look");
    }

    @Override
    public void onRing(Runnable listener) {
        var _ = bus.listen(CHANNEL, new RedisBus.Listener() {
            @Override
            public void message(String payload) {
                listener.run();
            }

            @Override
            public void joined() {
                listener.run();
            }
        });
    }
}
