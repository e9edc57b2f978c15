package io.sallyport.run.redis;

import io.sallyport.run.WakeCalls;
import io.sallyport.run.Wakes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Wakes on the channel {@code sallyport:wake}, nudges on {@code sallyport:nudge}. Who listens here is told at once and a second time by Redis:
 * waking somebody twice costs one look.
 */
@Singleton
class RedisWakes implements Wakes, WakeCalls {
    private static final String WAKES = "sallyport:wake";
    private static final String NUDGES = "sallyport:nudge";

    private final RedisBus bus;
    private final List<Consumer<String>> sleepers = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> owners = new CopyOnWriteArrayList<>();

    RedisWakes(RedisBus bus) {
        this.bus = bus;
    }

    @Override
    public void wake(String run) {
        sleepers.forEach(sleeper -> sleeper.accept(run));
        bus.tell(WAKES, run);
    }

    @Override
    public void nudge(String run) {
        owners.forEach(owner -> owner.accept(run));
        bus.tell(NUDGES, run);
    }

    @Override
    public void onWake(Consumer<String> sleeper) {
        sleepers.add(sleeper);
        listen(WAKES, sleeper);
    }

    @Override
    public void onNudge(Consumer<String> owner) {
        owners.add(owner);
        listen(NUDGES, owner);
    }

    private void listen(String channel, Consumer<String> listener) {
        var _ = bus.listen(channel, new RedisBus.Listener() {
            @Override
            public void message(String run) {
                listener.accept(run);
            }

            @Override
            public void joined() {
                // What was missed meanwhile is found by polling, and by the next renewal.
            }
        });
    }
}
