package io.sallyport.limit.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.arc.All;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.LimitRules.OnStoreLoss;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.config.SallyportConfig;
import io.sallyport.limit.RateObserver;
import io.sallyport.limit.RateObserver.Judge;
import io.sallyport.limit.Rates;
import io.sallyport.redis.Scripts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Rates in Redis, and what this replica makes of them while Redis does not answer. */
@Singleton
class RedisRates implements Rates {
    private static final Logger LOG = Logger.getLogger(RedisRates.class);

    /** Buckets that are remembered; one that is forgotten counts as never seen. */
    private static final int MOST_BUCKETS = 20_000;

    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST_BUCKETS).build();
    private final Holders holders = new Holders();
    private final Supplier<OnStoreLoss> onLoss;
    private final int replicas;
    private final StoreClock clock;
    private final RateLink link;
    private final LocalRates local;
    private final List<RateObserver> observers;

    @Inject
    RedisRates(
            Scripts scripts,
            Vertx vertx,
            CatalogSource catalog,
            SallyportConfig config,
            @All List<RateObserver> observers) {
        this(
                scripts,
                vertx,
                () -> catalog.current().limits().onStoreLoss(),
                config.runs().replicas(),
                InstantSource.system(),
                observers);
    }

    RedisRates(
            Scripts scripts,
            Vertx vertx,
            Supplier<OnStoreLoss> onLoss,
            int replicas,
            InstantSource time,
            List<RateObserver> observers) {
        LongSupplier nanos = System::nanoTime;
        this.onLoss = onLoss;
        this.replicas = Math.max(1, replicas);
        this.clock = new StoreClock(time, nanos);
        this.link = new RateLink(scripts, vertx, clock, nanos, holders, observers);
        this.local = new LocalRates(holders, clock, this.replicas);
        this.observers = observers;
    }

    @Override
    public Uni<Taken> take(String holder, List<Want> wants, Duration lease) {
        return wants.isEmpty()
                ? Uni.createFrom().item(new Taken.Passed(List.of()))
                : Uni.createFrom().deferred(() -> take(Ask.of(holder, wants, lease, this::bucket)));
    }

    private Uni<Taken> take(Ask ask) {
        link.asksAgain(ask.holder());
        TakeCall call = new TakeCall(ask, replicas);
        List<String> arguments = call.arguments(onLoss.get(), clock.now());
        Departure departure = new Departure(() -> letGo(ask));
        return asked(link.run(RateScripts.TAKE, ask.keys(), arguments), departure)
                .map(answer -> answered(ask, call.read(answer)))
                .onFailure()
                .recoverWithItem(why -> lost(ask, call, why))
                .onCancellation()
                .invoke(departure::left);
    }

    /** Once it is sent it is heard to its end, whoever has gone away in the meantime. */
    private static Uni<Response> asked(Uni<Response> sent, Departure departure) {
        return Uni.createFrom().emitter(emitter -> {
            var _ = sent.subscribe()
                    .with(
                            answer -> {
                                departure.answered();
                                emitter.complete(answer);
                            },
                            why -> {
                                departure.answered();
                                emitter.fail(why);
                            });
        });
    }

    private Taken answered(Ask ask, Taken taken) {
        if (taken instanceof Taken.Passed && !ask.slots().isEmpty()) {
            long end = clock.now() + ask.lease();
            ask.slots().forEach(slots -> holders.add(slots, ask.holder(), end));
            link.watch();
        }
        return observed(taken, Judge.STORE);
    }

    private Taken lost(Ask ask, TakeCall call, Throwable why) {
        LOG.debug("Redis did not answer about rates; this replica decides", why);
        call.unheard(clock.now());
        Taken taken = local.decide(ask, onLoss.get());
        if (taken instanceof Taken.Refused) {
            link.stray(ask.slots(), ask.holder());
        } else if (!ask.slots().isEmpty()) {
            link.watch();
        }
        return observed(taken, Judge.REPLICA);
    }

    /** Whoever asked is gone before the answer came: nobody else would give its slots back. */
    private void letGo(Ask ask) {
        ask.slots().forEach(slots -> holders.remove(slots, ask.holder()));
        link.giveBack(ask.slots(), ask.holder());
    }

    @Override
    public void settle(String holder, List<Settled> settled) {
        List<Settled> counted = settled.stream().filter(RedisRates::counts).toList();
        if (counted.isEmpty()) {
            return;
        }
        SettleCall call = SettleCall.of(RateKeys.holder(holder), counted, this::bucket);
        call.slots().forEach(slots -> holders.remove(slots, call.holder()));
        var _ = link.run(RateScripts.SETTLE, call.keys(), call.arguments())
                .subscribe()
                .with(call::read, why -> unsettled(call));
    }

    private static boolean counts(Settled settled) {
        return settled.surplus() != 0 || settled.limit().limit().measure() == Measure.CONCURRENT;
    }

    private void unsettled(SettleCall call) {
        call.correctShares(replicas, clock.now());
        link.stray(call.slots(), call.holder());
    }

    private Taken observed(Taken taken, Judge judge) {
        for (RateObserver observer : observers) {
            switch (taken) {
                case Taken.Passed passed -> passed.levels().forEach(level -> observer.allowed(level.limit(), judge));
                case Taken.Refused refused -> observer.refused(refused.refused().limit(), judge);
            }
        }
        return taken;
    }

    private Bucket bucket(String key) {
        return Objects.requireNonNull(buckets.get(key, missing -> new Bucket()));
    }
}
