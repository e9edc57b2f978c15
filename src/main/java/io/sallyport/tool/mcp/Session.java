package io.sallyport.tool.mcp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A server that was greeted, and what it offers. Shared by all calls of one agent in one tenant; any thread. It is over when it is not kept
 * any more and nobody uses it.
 */
final class Session {
    private final Channel way;
    private final Greeting greeting;
    private final Consumer<Session> over;
    private final AtomicLong ids;
    private final AtomicLong changes;
    /** The one who keeps it is the first. */
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile Optional<Offer> offer = Optional.empty();
    private volatile boolean forgotten;

    /**
     * What a server offered at one moment. The definitions themselves stand where administrators look: kept here, a thousand sessions would
     * hold them a thousand times.
     *
     * @param digests by tool
     * @param headers by tool: arguments that are wanted in headers too
     * @param change  how many changes were known before the list was asked for: a later one is not in it
     * @param atNanos by {@link System#nanoTime}
     */
    private record Offer(Map<String, String> digests, Map<String, ParamHeaders> headers, long change, long atNanos) {}

    /**
     * @param way     to its server, which was greeted
     * @param ids     those of requests, of which some are used
     * @param changes of the server's list that are known of, counted for all its sessions
     * @param over    hears once that nobody needs it any more
     */
    Session(Channel way, AtomicLong ids, AtomicLong changes, Consumer<Session> over) {
        this.way = way.inNobodysName();
        this.greeting = way.greeting().orElseThrow();
        this.ids = ids;
        this.changes = changes;
        this.over = over;
    }

    /** In nobody's name, whoever it is in. */
    Channel way() {
        return way;
    }

    Greeting greeting() {
        return greeting;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    /** False: it is over, and another one has to be opened. Who was told true has to {@link #leave}. */
    boolean enter() {
        return users.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            over.accept(this);
        }
    }

    /** The server does not know it any more: there is nothing to end. */
    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }

    /** The server says that its list is another one now: none of its sessions believes the old one. */
    void listChanged() {
        changes.incrementAndGet();
    }

    /** Changes that are known of; to be asked before the list is. */
    long changes() {
        return changes.get();
    }

    /** Whether what it offered is still believed. */
    boolean isFresh(Duration refresh) {
        return offer.filter(known ->
                        known.change() == changes.get() && System.nanoTime() - known.atNanos() < refresh.toNanos())
                .isPresent();
    }

    /** @param change what {@link #changes} said before */
    void offers(Listed all, long change) {
        offer = Optional.of(new Offer(all.digests(), all.headers(), change, System.nanoTime()));
    }

    /** Arguments of a tool that are wanted in headers too. */
    ParamHeaders headers(String tool) {
        return offer.map(known -> known.headers().get(tool)).orElse(ParamHeaders.NONE);
    }

    /** The digest of its definition; empty: it is not offered. */
    Optional<String> digest(String tool) {
        return offer.map(known -> known.digests().get(tool));
    }
}
