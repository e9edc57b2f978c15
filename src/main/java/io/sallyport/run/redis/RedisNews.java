package io.sallyport.run.redis;

import io.sallyport.core.IdSource;
import io.sallyport.run.News;
import io.sallyport.run.RunNews;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** News of a run on its channel {@code sallyport:run:<id>}; on this replica from hand to hand. */
@Singleton
class RedisNews implements RunNews {
    private static final String CHANNEL = "sallyport:run:";
    private static final News COMMITTED = new News.Committed();

    private final RedisBus bus;
    private final String self;
    private final Map<String, List<Consumer<News>>> here = new ConcurrentHashMap<>();

    @Inject
    RedisNews(RedisBus bus) {
        this(bus, IdSource.random(InstantSource.system()));
    }

    RedisNews(RedisBus bus, IdSource ids) {
        this.bus = bus;
        this.self = ids.next("bus");
    }

    @Override
    public void publish(String run, News news) {
        List<Consumer<News>> listeners = here.get(run);
        if (listeners != null) {
            listeners.forEach(listener -> listener.accept(news));
        }
        bus.tell(CHANNEL + run, NewsJson.write(self, news));
    }

    @Override
    public Watch watch(String run, Consumer<News> listener) {
        here.compute(run, (id, known) -> {
            List<Consumer<News>> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(listener);
            return all;
        });
        Runnable leave = bus.listen(CHANNEL + run, new RedisBus.Listener() {
            @Override
            public void message(String payload) {
                NewsJson.read(payload, self).ifPresent(listener);
            }

            @Override
            public void joined() {
                listener.accept(COMMITTED);
            }
        });
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                leave.run();
                forget(run, listener);
            }
        };
    }

    private void forget(String run, Consumer<News> listener) {
        here.computeIfPresent(run, (id, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    @Override
    public boolean connected() {
        return bus.connected();
    }
}
