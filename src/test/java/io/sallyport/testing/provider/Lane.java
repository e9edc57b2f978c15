package io.sallyport.testing.provider;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One model of the misbehaving provider: what it is to do next, and what it has seen. */
public final class Lane {
    private static final int REMEMBERED = 64;

    private final String ref;
    private final Deque<Behaviour> queued = new ArrayDeque<>();
    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
    private final List<Long> cancelledAt = new ArrayList<>();
    private final AtomicLong bytesSent = new AtomicLong();
    private Behaviour usual = Refusals.status(501);
    private int attempts;
    private int finished;
    private int open;
    private int maxConcurrent;
    private int connections;
    private int droppedConnections;

    Lane(String ref) {
        this.ref = ref;
    }

    /** Its name in routes, metrics and records: {@code provider/model}. */
    public String ref() {
        return ref;
    }

    /** What it does when nothing else is queued. */
    public synchronized Lane always(Behaviour behaviour) {
        usual = behaviour;
        return this;
    }

    /** What it does with the next requests, one after the other. */
    public synchronized Lane next(Behaviour... behaviours) {
        queued.addAll(List.of(behaviours));
        return this;
    }

    /** Requests that arrived whole. */
    public synchronized int attempts() {
        return attempts;
    }

    /** Requests whose connection the gateway closed before the behaviour was through. */
    public synchronized int cancels() {
        return cancelledAt.size();
    }

    /** When the last cancel was seen, as {@link System#nanoTime()}. */
    public synchronized long lastCancelAt() {
        return cancelledAt.getLast();
    }

    /** Requests whose behaviour ran to its end. */
    public synchronized int finished() {
        return finished;
    }

    /** Requests under way. */
    public synchronized int open() {
        return open;
    }

    public synchronized int maxConcurrent() {
        return maxConcurrent;
    }

    /** TCP connections that carried a request for this model. */
    public synchronized int connections() {
        return connections;
    }

    /** Kept-alive connections that were closed in the face of a next request. */
    public synchronized int droppedConnections() {
        return droppedConnections;
    }

    /** Bytes that the kernel took from us for this model. */
    public long bytesSent() {
        return bytesSent.get();
    }

    /** The latest requests, oldest first. */
    public synchronized List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    public synchronized ReceivedRequest lastRequest() {
        return requests.getLast();
    }

    synchronized Behaviour begin(ReceivedRequest request) {
        attempts++;
        open++;
        maxConcurrent = Math.max(maxConcurrent, open);
        requests.addLast(request);
        if (requests.size() > REMEMBERED) {
            requests.removeFirst();
        }
        return queued.isEmpty() ? usual : queued.removeFirst();
    }

    synchronized void finish() {
        open--;
        finished++;
    }

    synchronized void cancelled() {
        open--;
        cancelledAt.add(System.nanoTime());
    }

    synchronized void newConnection() {
        connections++;
    }

    synchronized void droppedConnection() {
        droppedConnections++;
    }

    void sent(int bytes) {
        bytesSent.addAndGet(bytes);
    }
}
