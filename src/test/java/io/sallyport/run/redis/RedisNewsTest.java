package io.sallyport.run.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.core.IdSource;
import io.sallyport.run.News;
import io.sallyport.run.RunNews;
import io.sallyport.testing.TestingRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two replicas and a real Redis, which is killed and frozen. */
class RedisNewsTest {
    private static final News COMMITTED = new News.Committed();
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Vertx VERTX = Vertx.vertx();
    private static TestingRedis redis;

    private final List<Runnable> cleanUp = new ArrayList<>();
    private final RedisBus hereBus = bus();
    private final RedisBus thereBus = bus();
    private final RunNews here = new RedisNews(hereBus, IdSource.random(InstantSource.system()));
    private final RunNews there = new RedisNews(thereBus, IdSource.random(InstantSource.system()));

    @BeforeAll
    static void start() {
        redis = TestingRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
        var _ = VERTX.close();
    }

    @AfterEach
    void leave() {
        cleanUp.forEach(Runnable::run);
    }

    private RedisBus bus() {
        Redis client = Redis.createClient(VERTX, new RedisOptions().setConnectionString(redis.address()));
        RedisBus bus = new RedisBus(VERTX.getOrCreateContext(), client, new Random(1));
        cleanUp.add(bus::stop);
        cleanUp.add(client::close);
        return bus;
    }

    private void bothAreConnected() {
        await().atMost(SOON)
                .until(() -> here.connected() && there.connected() && hereBus.canTell() && thereBus.canTell());
    }

    /** Listens there, and waits until that has begun. */
    private Queue<News> heardThere(String run) {
        bothAreConnected();
        Queue<News> heard = new ConcurrentLinkedQueue<>();
        RunNews.Watch watch = there.watch(run, heard::add);
        cleanUp.add(watch::close);
        await().atMost(SOON).until(() -> !heard.isEmpty());
        heard.clear();
        return heard;
    }

    private static News.Delta piece(int n) {
        return new News.Delta(7, 2, 1, n, "word " + n + " \u0000 \ud83d");
    }

    @Test
    void pieces_arrive_on_the_other_replica_in_their_order_character_by_character() {
        Queue<News> heard = heardThere("run_1");
        IntStream.rangeClosed(1, 500).forEach(n -> here.publish("run_1", piece(n)));
        here.publish("run_2", piece(1));
        here.publish("run_1", COMMITTED);

        await().atMost(SOON).until(() -> heard.size() == 501);
        List<News> told = new ArrayList<>();
        IntStream.rangeClosed(1, 500).forEach(n -> told.add(piece(n)));
        told.add(COMMITTED);
        assertThat(heard).containsExactlyElementsOf(told);
    }

    @Test
    void what_is_told_while_the_connection_is_looked_after_arrives_too_also_on_a_second_connection() {
        Queue<News> heard = heardThere("run_1");
        redis.kill();
        await().atMost(SOON).until(() -> !there.connected());
        redis.launch();
        bothAreConnected();
        await().atMost(SOON).until(() -> heard.contains(COMMITTED));
        heard.clear();

        int pieces = 2_000;
        for (int n = 1; n <= pieces; n++) {
            here.publish("run_1", piece(n));
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        await().atMost(SOON).until(() -> heard.contains(piece(pieces)));
        assertThat(heard)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, pieces)
                        .mapToObj(n -> (News) piece(n))
                        .toList());
    }

    @Test
    void on_the_same_replica_news_arrives_at_once_and_once() {
        Queue<News> heard = heardThere("run_1");
        there.publish("run_1", piece(1));
        assertThat(heard).containsExactly(piece(1));

        here.publish("run_1", COMMITTED);
        await().atMost(SOON).until(() -> heard.contains(COMMITTED));
        assertThat(heard).containsExactly(piece(1), COMMITTED);
    }

    @Test
    void who_has_stopped_watching_hears_nothing_and_who_still_watches_does() {
        Queue<News> stays = heardThere("run_1");
        Queue<News> leaves = new ConcurrentLinkedQueue<>();
        RunNews.Watch watch = there.watch("run_1", leaves::add);
        await().atMost(SOON).until(() -> !leaves.isEmpty());
        leaves.clear();
        watch.close();
        watch.close();
        here.publish("run_1", piece(1));

        await().atMost(SOON).until(() -> stays.contains(piece(1)));
        assertThat(leaves).isEmpty();
    }

    @Test
    void twenty_thousand_watched_runs_share_one_connection_and_come_back_after_redis_has_died() {
        bothAreConnected();
        int runs = 20_000;
        Queue<News> last = heardThere("run_last");
        Queue<Integer> joined = new ConcurrentLinkedQueue<>();
        IntStream.range(0, runs).forEach(i -> {
            RunNews.Watch watch = there.watch("run_" + i, news -> joined.add(i));
            cleanUp.add(watch::close);
        });
        await().atMost(SOON).until(() -> joined.size() == runs);
        joined.clear();

        redis.kill();
        await().atMost(SOON).until(() -> !there.connected());
        here.publish("run_last", piece(1));
        redis.launch();
        await().atMost(SOON).until(() -> joined.size() == runs);
        bothAreConnected();
        await().atMost(SOON).until(() -> last.contains(COMMITTED));
        here.publish("run_last", piece(2));
        await().atMost(SOON).until(() -> last.contains(piece(2)));
        assertThat(last).as("what was told while Redis was away").doesNotContain(piece(1));
    }

    @Test
    void a_frozen_redis_is_noticed_holds_nobody_up_and_is_used_again_once_it_answers() {
        Queue<News> heard = heardThere("run_1");
        redis.freeze();
        try {
            await().atMost(SOON).until(() -> !there.connected() && !hereBus.canTell());
            long before = System.nanoTime();
            IntStream.range(0, 10_000).forEach(n -> here.publish("run_1", piece(n)));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        } finally {
            redis.thaw();
        }
        bothAreConnected();
        await().atMost(SOON).until(() -> heard.contains(COMMITTED));
        here.publish("run_1", piece(77_777));
        await().atMost(SOON).until(() -> heard.contains(piece(77_777)));
    }

    @Test
    void a_wake_reaches_the_sleepers_of_both_replicas() {
        bothAreConnected();
        Queue<String> near = new ConcurrentLinkedQueue<>();
        Queue<String> far = new ConcurrentLinkedQueue<>();
        RedisWakes waker = new RedisWakes(hereBus);
        waker.onWake(near::add);
        new RedisWakes(thereBus).onWake(far::add);
        waker.wake("run_0");
        assertThat(near).contains("run_0");
        await().atMost(SOON).until(() -> {
            waker.wake("run_1");
            return far.contains("run_1");
        });
    }

    @Test
    void a_nudge_reaches_the_owners_of_both_replicas_and_wakes_nobody() {
        bothAreConnected();
        Queue<String> woken = new ConcurrentLinkedQueue<>();
        Queue<String> near = new ConcurrentLinkedQueue<>();
        Queue<String> far = new ConcurrentLinkedQueue<>();
        RedisWakes waker = new RedisWakes(hereBus);
        RedisWakes there = new RedisWakes(thereBus);
        waker.onWake(woken::add);
        there.onWake(woken::add);
        waker.onNudge(near::add);
        there.onNudge(far::add);
        waker.nudge("run_0");
        assertThat(near).contains("run_0");
        await().atMost(SOON).until(() -> {
            waker.nudge("run_1");
            return far.contains("run_1");
        });
        assertThat(woken).isEmpty();
    }

    @Test
    void what_a_later_version_tells_is_not_heard() {
        assertThat(NewsJson.read("{\"o\":\"other\",\"x\":1}", "self")).isEmpty();
        assertThat(NewsJson.read("?", "self")).isEmpty();
        assertThat(NewsJson.read("e", "self")).contains(COMMITTED);
    }
}
