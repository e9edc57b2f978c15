package io.sallyport.edge.runs;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.JsonWriter;
import io.sallyport.run.stream.EventWire;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One page of a journal as JSON: {@code {"run", "events", "next", "ended"}}. It ends early where it has become large, so that a page of large
 * answers is no more to hold than a page of small ones.
 */
final class EventPage {
    private static final int READ_AT_ONCE = 8;
    private static final int LARGE = 4 << 20;

    private final RunRecord run;
    private final int most;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long next;
    private int count;

    /** Where events come from: those behind {@code after}, in order. */
    @FunctionalInterface
    interface Source {
        Uni<List<JournalEvent>> events(long after, int most);
    }

    private EventPage(RunRecord run, long after, int most) {
        this.run = run;
        this.next = after;
        this.most = most;
    }

    static Uni<byte[]> of(RunRecord run, long after, int most, Source journal) {
        EventPage page = new EventPage(run, after, most);
        page.put(new JsonWriter()
                .raw("{\"run\":")
                .string(run.id())
                .raw(",\"events\":[")
                .toBytes());
        return page.fill(journal);
    }

    private Uni<byte[]> fill(Source journal) {
        int wanted = Math.min(READ_AT_ONCE, most - count);
        return journal.events(next, wanted).chain(events -> {
            events.forEach(this::add);
            return isFull() || events.size() < wanted ? Uni.createFrom().item(this::finished) : fill(journal);
        });
    }

    private boolean isFull() {
        return count >= most || out.size() >= LARGE;
    }

    private void add(JournalEvent event) {
        if (isFull()) {
            return;
        }
        if (count > 0) {
            out.write(',');
        }
        Bytes json = EventWire.json(run.id(), event);
        out.write(json.array(), 0, json.length());
        next = event.seq();
        count++;
    }

    private byte[] finished() {
        boolean ended = run.status().terminal() && next >= run.nextSeq() - 1;
        put(("],\"next\":" + next + ",\"ended\":" + ended + "}").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private void put(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}
