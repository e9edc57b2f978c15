package io.sallyport.routing;

import io.sallyport.core.Problem;
import io.sallyport.limit.Rates;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a caller got, complete when the reply is. */
final class TestingReply implements CallerReply {
    final CompletableFuture<TestingReply> over = new CompletableFuture<>();
    final StringBuilder stream = new StringBuilder();

    @Nullable
    String body;

    @Nullable
    Problem problem;

    @Nullable
    RouteTrace trace;

    @Nullable
    Decision decision;

    List<Rates.Level> levels = List.of();
    int status = 200;
    int opened;

    @Override
    public void admitted(List<Rates.Level> how) {
        levels = how;
    }

    @Override
    public void whole(Buffer whole, RouteTrace how) {
        body = whole.toString();
        trace = how;
        over.complete(this);
    }

    @Override
    public void rejected(int newStatus, Buffer newBody, RouteTrace how) {
        status = newStatus;
        body = newBody.toString();
        trace = how;
        over.complete(this);
    }

    @Override
    public void open(RouteTrace how) {
        opened++;
        trace = how;
    }

    @Override
    public boolean write(Buffer events) {
        stream.append(events);
        return true;
    }

    @Override
    public void decided(Decision how) {
        decision = how;
    }

    @Override
    public void end() {
        over.complete(this);
    }

    @Override
    public void failed(Problem newProblem, RouteTrace how) {
        problem = newProblem;
        trace = how;
        over.complete(this);
    }

    /** The text of all deltas. */
    String text() {
        StringBuilder text = new StringBuilder();
        java.util.regex.Matcher content =
                java.util.regex.Pattern.compile("\"content\":\"([^\"]*)\"").matcher(stream);
        while (content.find()) {
            text.append(content.group(1));
        }
        return text.toString();
    }
}
