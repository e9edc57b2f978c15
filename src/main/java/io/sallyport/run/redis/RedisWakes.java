package io.sallyport.run.redis;

import io.sallyport.run.WakeCalls;
import io.sallyport.run.Wakes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Wakes on the channel {@code sallyport:wake}. Sleepers of this replica are told at once and a second time by Redis: waking somebody twice
 * costs one look.
 */
@Singleton
class RedisWakes implements Wakes, WakeCalls {
    private static final String CHANNEL = "sallyport:wake";

    private final RedisBus bus;
    private final List<Consumer<String>> sleepers = new CopyOnWriteArrayList<>();

    RedisWakes(RedisBus bus) {
        this.bus = bus;
    }

    @Override
    public void wake(String run) {
        sleepers.forEach(sleeper -> sleeper.accept(run));
        bus.tell(CHANNEL, run);
    }

    @Override
    public void onWake(Consumer<String> sleeper) {
        sleepers.add(sleeper);
        var _ = bus.listen(CHANNEL, new RedisBus.Listener() {
            @Override
            public void message(String run) {
                sleeper.accept(run);
            }

            @Override
            public void joined() {
                // What was missed meanwhile is found by polling.
            }
        });
    }
}
