package io.sallyport.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Streams of one event loop and what was noted of them. */
final class SseRun {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final Buffer request;
    private final int chunksExpected;
    private final Histogram firstToken = new Histogram(LONGEST, DIGITS);
    private final Histogram whole = new Histogram(LONGEST, DIGITS);
    private final Histogram late = new Histogram(LONGEST, DIGITS);
    private int dropped;

    SseRun(Buffer request, int chunksExpected) {
        this.request = request;
        this.chunksExpected = chunksExpected;
    }

    void one(HttpClient client, RequestOptions options, Runnable ended) {
        long begin = System.nanoTime();
        SseReader reader = new SseReader(chunksExpected, chunk -> arrived(chunk, System.nanoTime() - begin));
        client.request(options)
                .compose(sending -> sending.send(request))
                .compose(answer -> {
                    answer.handler(reader::read);
                    return answer.end();
                })
                .onComplete(end -> {
                    if (end.succeeded() && reader.complete()) {
                        whole.recordValue(System.nanoTime() - begin);
                    } else {
                        dropped++;
                    }
                    ended.run();
                });
    }

    private void arrived(int chunk, long after) {
        if (chunk == 0) {
            firstToken.recordValue(after);
        }
        late.recordValue(Math.max(0, after - chunk * Pace.BETWEEN_CHUNKS));
    }

    SseLoad.Outcome outcome() {
        return new SseLoad.Outcome(firstToken, whole, late, dropped);
    }

    static SseLoad.Outcome merge(SseLoad.Outcome one, SseLoad.Outcome other) {
        one.firstToken().add(other.firstToken());
        one.whole().add(other.whole());
        one.late().add(other.late());
        return new SseLoad.Outcome(one.firstToken(), one.whole(), one.late(), one.dropped() + other.dropped());
    }
}
