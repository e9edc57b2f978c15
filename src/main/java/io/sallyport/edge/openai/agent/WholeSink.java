package io.sallyport.edge.openai.agent;

import io.sallyport.chat.Usage;
import io.sallyport.core.Problem;
import io.sallyport.edge.error.ProblemWriter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Nothing until all of it is there: the status says whether it is. */
final class WholeSink implements AnswerSink {
    private final RoutingContext http;
    private final ChatJson json;
    private final StringBuilder text = new StringBuilder();

    WholeSink(RoutingContext http, ChatJson json) {
        this.http = http;
        this.json = json;
    }

    @Override
    public void open() {}

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void beat() {}

    @Override
    public void text(String more) {
        text.append(more);
    }

    @Override
    public Future<Void> done(Usage usage) {
        return http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(json.whole(text.toString(), usage));
    }

    @Override
    public Future<Void> failed(Problem problem) {
        ProblemWriter.write(http, problem);
        return Future.succeededFuture();
    }
}
