package io.sallyport.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The load for streams: one client on each event loop, which reads streams and notes when each of their chunks came. */
final class SseLoad implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 4096;
    private static final long RAMP_MILLIS = 1000;
    private static final long SLACK_SECONDS = 60;

    private final List<Vertx> loops = IntStream.range(0, Servers.loops())
            .mapToObj(loop -> Servers.vertx(1))
            .toList();

    /** Times in nanoseconds; {@code late} is how much later than the provider's schedule each chunk came. */
    record Outcome(Histogram firstToken, Histogram whole, Histogram late, int dropped) {}

    /** A closed loop of one connection over short streams. */
    Outcome oneAfterAnother(Target target, int count) {
        SseRun run = new SseRun(Wire.request(Wire.SHORT), SseReader.ANY_NUMBER_OF_CHUNKS);
        CompletableFuture<Void> finished = new CompletableFuture<>();
        Vertx vertx = loops.getFirst();
        vertx.runOnContext(go -> next(client(vertx), target, run, count, finished));
        await(finished, SLACK_SECONDS);
        return run.outcome();
    }

    private void next(HttpClient client, Target target, SseRun run, int left, CompletableFuture<Void> finished) {
        if (left == 0) {
            var _ = client.close();
            finished.complete(null);
            return;
        }
        run.one(client, options(target), () -> next(client, target, run, left - 1, finished));
    }

    /** Many paced streams at once, begun within a second. */
    Outcome together(Target target, int streams, int chunks) {
        List<SseRun> runs = new ArrayList<>();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Vertx loop : loops) {
            SseRun run = new SseRun(Wire.request(Wire.paced(chunks)), chunks);
            runs.add(run);
            ends.add(beginRamp(loop, target, run, streams / loops.size()));
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(chunks * Pace.BETWEEN_CHUNKS) + SLACK_SECONDS;
        ends.forEach(end -> await(end, seconds));
        return runs.stream().map(SseRun::outcome).reduce(SseRun::merge).orElseThrow();
    }

    private CompletableFuture<Void> beginRamp(Vertx vertx, Target target, SseRun run, int streams) {
        CompletableFuture<Void> finished = new CompletableFuture<>();
        vertx.runOnContext(go -> {
            HttpClient client = client(vertx);
            Ramp ramp = new Ramp(streams, RAMP_MILLIS);
            var _ = vertx.setPeriodic(1, timer -> {
                for (int due = ramp.due(); due > 0; due--) {
                    run.one(
                            client,
                            options(target),
                            () -> ramp.ended(() -> {
                                var _ = client.close();
                                finished.complete(null);
                            }));
                }
                if (ramp.allBegun()) {
                    vertx.cancelTimer(timer);
                }
            });
        });
        return finished;
    }

    private static HttpClient client(Vertx vertx) {
        HttpClientOptions options = new HttpClientOptions().setTcpNoDelay(true);
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    private static RequestOptions options(Target target) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(target.port())
                .setURI("/v1/chat/completions")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + target.key());
    }

    private static void await(CompletableFuture<Void> finished, long seconds) {
        finished.orTimeout(seconds, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        loops.forEach(
                loop -> loop.close().toCompletionStage().toCompletableFuture().join());
    }
}
