package io.sallyport.dialect.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseFramerTest {
    private static final String STREAM = "\ufeffdata: {\"a\":1}\n\n: ping\n\nevent: x\rid: 1\rdata: one\rdata:two\r\r"
            + "data: three\r\ndata\r\ndata:  four\r\n\r\n\n\r\n\rretry: 5\n\ndatum: no\ndata:é€😀\n\ndata:\n\ndata: [DONE]\n\n";

    record Event(String raw, String data) {}

    @Test
    void readsEveryFormOfTheSpecification() {
        assertThat(feed(STREAM.getBytes(UTF_8), new int[0]))
                .extracting(Event::data)
                .containsExactly("{\"a\":1}", null, "one\ntwo", "three\n\n four", null, "é€😀", "", "[DONE]");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyCutGivesTheSameEvents(long seed) {
        byte[] stream = STREAM.getBytes(UTF_8);
        List<Event> whole = feed(stream, new int[0]);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int[] cuts = random.ints(random.nextInt(12), 0, stream.length + 1)
                    .sorted()
                    .toArray();
            assertThat(feed(stream, cuts)).as("seed %d, cuts %s", seed, cuts).isEqualTo(whole);
        }
    }

    @Test
    void oneByteAtATimeGivesTheSameEvents() {
        byte[] stream = STREAM.getBytes(UTF_8);
        int[] everywhere = java.util.stream.IntStream.range(1, stream.length).toArray();

        assertThat(feed(stream, everywhere)).isEqualTo(feed(stream, new int[0]));
    }

    @Test
    void anEventThatArrivedWholeIsASliceOfTheCallersBytes() {
        byte[] bytes = "data: 1\n\ndata: 2\n\ndata: 3".getBytes(UTF_8);
        AtomicInteger slices = new AtomicInteger();

        boolean fed = new SseFramer(100).feed(bytes, 0, bytes.length, (raw, from, to, data, dataFrom, dataTo) -> {
            assertThat(raw).isSameAs(bytes);
            assertThat(data).isSameAs(bytes);
            slices.incrementAndGet();
        });

        assertThat(fed).isTrue();
        assertThat(slices).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"data: x, data: x||", "data: x|, data: x||", "data: x>|, data: x>||", "data: x>, data: x>||"})
    void aLastEventWithoutItsBlankLineIsDeliveredAtTheEnd(String body, String raw) {
        List<Event> events = new ArrayList<>();
        SseFramer framer = new SseFramer(100);
        byte[] bytes = lineEnds(body).getBytes(UTF_8);

        assertThat(framer.feed(bytes, 0, bytes.length, collect(events))).isTrue();
        assertThat(events).isEmpty();
        assertThat(framer.midEvent()).isTrue();
        framer.end(collect(events));

        assertThat(events).extracting(Event::data).containsExactly("x");
        assertThat(events.getFirst().raw()).isEqualTo(lineEnds(raw));
        assertThat(framer.midEvent()).isFalse();
    }

    @Test
    void anEndWithoutDataDeliversNothing() {
        List<Event> events = new ArrayList<>();
        SseFramer framer = new SseFramer(100);
        byte[] bytes = ": half a comment".getBytes(UTF_8);

        assertThat(framer.feed(bytes, 0, bytes.length, collect(events))).isTrue();
        framer.end(collect(events));

        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 1_000})
    void anEventLargerThanPermittedEndsTheReadingHoweverItArrives(int step) {
        byte[] bytes = ("data: ok\n\ndata: " + "x".repeat(50) + "\n\ndata: never\n\n").getBytes(UTF_8);
        List<Event> events = new ArrayList<>();
        SseFramer framer = new SseFramer(40);
        boolean fed = true;
        for (int at = 0; at < bytes.length; at += step) {
            fed = framer.feed(bytes, at, Math.min(at + step, bytes.length), collect(events));
        }
        framer.end(collect(events));

        assertThat(fed).isFalse();
        assertThat(events).extracting(Event::data).containsExactly("ok");
    }

    private static String lineEnds(String text) {
        return text.replace('|', '\n').replace('>', '\r');
    }

    private static List<Event> feed(byte[] stream, int[] cuts) {
        List<Event> events = new ArrayList<>();
        SseFramer framer = new SseFramer(1_000);
        int at = 0;
        for (int cut : cuts) {
            assertThat(framer.feed(stream, at, cut, collect(events))).isTrue();
            at = cut;
        }
        assertThat(framer.feed(stream, at, stream.length, collect(events))).isTrue();
        framer.end(collect(events));
        return events;
    }

    /** A CR that ended an event at the end of a part has lost its LF: the same event for every reader. */
    private static SseFramer.Handler collect(List<Event> events) {
        return (raw, from, to, data, dataFrom, dataTo) -> {
            String text = new String(raw, from, to - from, UTF_8).replaceFirst("\r\n\\z", "\r");
            events.add(new Event(text, dataFrom < 0 ? null : new String(data, dataFrom, dataTo - dataFrom, UTF_8)));
        };
    }
}
