package io.sallyport.tool.mcp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A server that was greeted, and what it offers. Shared by all calls of one agent in one tenant; any thread. */
final class Session {
    private final Greeting greeting;
    private final AtomicLong ids;
    private volatile Offer offer;
    private volatile boolean changed;

    /**
     * What a server offered at one moment.
     *
     * @param atNanos by {@link System#nanoTime}
     */
    record Offer(Map<String, Definition> tools, long atNanos) {
        Offer {
            tools = Map.copyOf(tools);
        }
    }

    /** @param ids those of requests, of which some are used */
    Session(Greeting greeting, AtomicLong ids, Offer offer) {
        this.greeting = greeting;
        this.ids = ids;
        this.offer = offer;
    }

    Greeting greeting() {
        return greeting;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    AtomicLong ids() {
        return ids;
    }

    /** The server says that its list is another one now. */
    void listChanged() {
        changed = true;
    }

    /** Whether what it offered is still believed. */
    boolean isFresh(Duration refresh) {
        return !changed && System.nanoTime() - offer.atNanos() < refresh.toNanos();
    }

    /** Before its list is asked for: what changes from now on is another change. */
    void listing() {
        changed = false;
    }

    Offer offer() {
        return offer;
    }

    void offers(Offer now) {
        offer = now;
    }

    Optional<Definition> definition(String tool) {
        return Optional.ofNullable(offer.tools().get(tool));
    }
}
