package io.sallyport.provider;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what an attempt reports, and on which context. */
public final class TestingListener implements ProviderListener {
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<Context> contexts = new CopyOnWriteArrayList<>();
    private final Buffer body = Buffer.buffer();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile int status;
    private volatile MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private volatile Runnable onHead = () -> {};

    /** Runs {@code action} inside the report of the head. */
    public TestingListener onHead(Runnable action) {
        onHead = action;
        return this;
    }

    @Override
    public void head(int newStatus, MultiMap newHeaders) {
        status = newStatus;
        headers = newHeaders;
        note("head");
        onHead.run();
    }

    @Override
    public void body(Buffer part) {
        body.appendBuffer(part);
        note("body");
    }

    @Override
    public void ended() {
        note("ended");
        over.complete(null);
    }

    @Override
    public void failed(ProviderFault fault) {
        note("failed " + fault.kind());
        over.complete(null);
    }

    private void note(String report) {
        reports.add(report);
        contexts.add(Vertx.currentContext());
    }

    public List<String> reports() {
        return List.copyOf(reports);
    }

    public List<Context> contexts() {
        return List.copyOf(contexts);
    }

    public CompletableFuture<Void> over() {
        return over;
    }

    public int status() {
        return status;
    }

    public MultiMap headers() {
        return headers;
    }

    public String text() {
        return body.toString();
    }
}
