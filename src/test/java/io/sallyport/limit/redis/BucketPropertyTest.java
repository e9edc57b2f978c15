package io.sallyport.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.LimitRules.OnStoreLoss;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Rates.Settled;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.Rates.Want;
import io.sallyport.redis.Script;
import io.sallyport.redis.Scripts;
import io.sallyport.testing.TestingRedis;
import io.vertx.mutiny.redis.client.Response;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random takes and corrections by two replicas against a plain model of token buckets, at the moments that Redis itself has told: they agree in
 * every single decision, and over no stretch of time more has passed than the bucket and its refill.
 */
class BucketPropertyTest {
    private static final int STEPS = 600;

    private static TestingRedis redis;

    private final List<AppliedLimit> limits = new ArrayList<>();
    private final List<Model> models = new ArrayList<>();
    private final List<Map<String, Bucket>> memories = List.of(new HashMap<>(), new HashMap<>());
    private String born = "0";

    @BeforeAll
    static void start() {
        redis = TestingRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @RepeatedTest(3)
    void every_decision_is_that_of_the_model(RepetitionInfo run) {
        randomSteps(new SplittableRandom(100 + run.getCurrentRepetition()), true);
    }

    @RepeatedTest(2)
    void over_no_stretch_of_time_more_passes_than_the_bucket_and_its_refill(RepetitionInfo run) {
        randomSteps(new SplittableRandom(200 + run.getCurrentRepetition()), false);
        models.forEach(Model::neverTooMuch);
    }

    private void randomSteps(SplittableRandom random, boolean corrections) {
        add(Measure.REQUESTS, Window.SECOND, random.nextLong(3, 400));
        add(Measure.REQUESTS, Window.DAY, STEPS / 6);
        add(Measure.TOKENS, Window.SECOND, random.nextLong(10_000, 1_000_000));
        add(Measure.TOKENS, Window.MINUTE, random.nextLong(1_000_000, 1L << 45));
        int refusals = 0;
        for (int step = 0; step < STEPS; step++) {
            Map<String, Bucket> memory = memories.get(random.nextInt(2));
            if (corrections && random.nextInt(4) == 0) {
                settle(memory, random);
            } else if (!take(memory, random)) {
                refusals++;
            }
        }
        assertThat(refusals).as("both outcomes were seen").isBetween(1, STEPS - 10);
    }

    private void add(Measure measure, Window window, long amount) {
        AppliedLimit limit = TestingRates.limit(measure, window, amount);
        limits.add(limit);
        models.add(new Model(amount, limit.limit().window().length().orElseThrow()));
    }

    private boolean take(Map<String, Bucket> memory, SplittableRandom random) {
        List<Want> wants = limits.stream()
                .map(limit -> new Want(limit, amount(limit, random)))
                .toList();
        Ask ask = Ask.of("h", wants, Duration.ofSeconds(1), key -> memory.computeIfAbsent(key, k -> new Bucket()));
        TakeCall call = new TakeCall(ask, 2);
        Response answer = run(RateScripts.TAKE, ask.keys(), call.arguments(OnStoreLoss.LOCAL, 1));
        long now = answer.get(0).toLong();
        Taken taken = call.read(answer);

        boolean expected = true;
        for (int i = 0; i < models.size(); i++) {
            expected &= models.get(i).allows(now, wants.get(i).amount());
        }
        assertThat(TestingRates.passes(taken)).as("%s at %d", wants, now).isEqualTo(expected);
        if (taken instanceof Taken.Passed passed) {
            for (int i = 0; i < models.size(); i++) {
                models.get(i).take(now, wants.get(i).amount());
                assertThat(passed.levels().get(i).remaining())
                        .isEqualTo(models.get(i).whole());
            }
        }
        return expected;
    }

    private static long amount(AppliedLimit limit, SplittableRandom random) {
        long most =
                limit.limit().measure() == Measure.REQUESTS ? 1 : limit.limit().amount() / random.nextInt(2, 200);
        return random.nextLong(most + 1);
    }

    private void settle(Map<String, Bucket> memory, SplittableRandom random) {
        int which = random.nextInt(2, limits.size());
        AppliedLimit limit = limits.get(which);
        long surplus =
                random.nextLong(-limit.limit().amount() / 10, limit.limit().amount() / 4);
        if (surplus == 0) {
            return;
        }
        SettleCall call = SettleCall.of(
                "h", List.of(new Settled(limit, surplus)), key -> memory.computeIfAbsent(key, k -> new Bucket()));
        Response answer = run(RateScripts.SETTLE, call.keys(), call.arguments());
        call.read(answer);
        models.get(which).correct(answer.get(0).toLong(), surplus);
    }

    private Response run(Script script, List<String> keys, List<String> arguments) {
        Response answer = new Scripts(redis.api())
                .run(
                        script,
                        Stream.concat(Stream.of(RateKeys.BORN), keys.stream()).toList(),
                        Stream.concat(Stream.of(born), arguments.stream()).toList())
                .await()
                .atMost(TestingRates.PATIENCE);
        born = answer.get(1).toString();
        return answer;
    }

    /** A token bucket as in the books. Its level is in parts of a token, as many as its window has microseconds. */
    private static final class Model {
        private final BigInteger amount;
        private final BigInteger window;
        private final List<long[]> passed = new ArrayList<>();
        private BigInteger level;
        private long last;

        Model(long amount, Duration window) {
            this.amount = BigInteger.valueOf(amount);
            this.window = BigInteger.valueOf(window.toNanos() / 1000);
            this.level = full();
        }

        private BigInteger full() {
            return amount.multiply(window);
        }

        private void refill(long now) {
            if (last != 0) {
                level = level.add(amount.multiply(BigInteger.valueOf(now - last)))
                        .min(full());
            }
            last = now;
        }

        boolean allows(long now, long count) {
            refill(now);
            return BigInteger.valueOf(count).multiply(window).compareTo(level) <= 0;
        }

        void take(long now, long count) {
            level = level.subtract(BigInteger.valueOf(count).multiply(window));
            passed.add(new long[] {now, count});
        }

        void correct(long now, long surplus) {
            refill(now);
            BigInteger corrected = level.add(BigInteger.valueOf(surplus).multiply(window));
            level = corrected.min(full()).max(full().negate());
        }

        long whole() {
            return level.max(BigInteger.ZERO).divide(window).longValueExact();
        }

        void neverTooMuch() {
            for (int from = 0; from < passed.size(); from++) {
                BigInteger sum = BigInteger.ZERO;
                for (int to = from; to < passed.size(); to++) {
                    sum = sum.add(BigInteger.valueOf(passed.get(to)[1]));
                    BigInteger time = BigInteger.valueOf(passed.get(to)[0] - passed.get(from)[0]);
                    BigInteger most = full().add(amount.multiply(time));
                    assertThat(sum.multiply(window)).isLessThanOrEqualTo(most);
                }
            }
        }
    }
}
