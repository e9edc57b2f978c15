package io.sallyport.edge.openai.agent;

import io.sallyport.chat.Usage;
import io.sallyport.core.Problem;
import io.sallyport.dialect.openai.OpenAiErrors;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Chunk after chunk. The head goes at once, because it names the run. */
final class StreamSink implements AnswerSink {
    private static final String HEARTBEAT = ": the run goes on\n\n";

    private final HttpServerResponse response;
    private final ChatJson json;
    private boolean begun;

    StreamSink(HttpServerResponse response, ChatJson json) {
        this.response = response;
        this.json = json;
    }

    @Override
    public void open() {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader("X-Accel-Buffering", "no");
        beat();
    }

    @Override
    public boolean ready() {
        return !response.writeQueueFull();
    }

    @Override
    public void beat() {
        if (ready()) {
            var _ = response.write(HEARTBEAT);
        }
    }

    @Override
    public void text(String text) {
        var _ = response.write(withRole(json.text(text)));
    }

    private Buffer withRole(Buffer chunk) {
        if (begun) {
            return chunk;
        }
        begun = true;
        return json.role().appendBuffer(chunk);
    }

    @Override
    public Future<Void> done(Usage usage) {
        return response.end(
                withRole(json.stop()).appendBuffer(json.usage(usage)).appendString(ChatJson.DONE));
    }

    @Override
    public Future<Void> failed(Problem problem) {
        return response.end(Buffer.buffer(
                OpenAiErrors.event(problem, OpenAiErrors.type(problem.code().kind()))));
    }
}
