package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.tool.http.Exchanged;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Cause;
import io.sallyport.tool.http.Exchanged.Ending;
import io.sallyport.tool.http.Exchanged.Silence;
import io.sallyport.tool.http.Exchanges;
import io.sallyport.tool.http.Question;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Streamable HTTP (MCP, revisions 2025-11-25 and 2026-07-28, "Transports"): one request, and its answer as plain JSON or as a stream of
 * events. A stream that ends before the answer is gone on with where the server has named its events; the deadline stays what it was.
 */
final class Wire {
    /** Bytes; less is read in a few milliseconds. */
    private static final int LARGE = 256 * 1024;

    private static final int MOST_STREAMS = 10;
    private static final long USUAL_RETRY_MILLIS = 500;
    private static final long LEAST_RETRY_MILLIS = 50;

    private final Exchanges exchanges;
    private final Beside beside;

    Wire(Exchanges exchanges) {
        this.exchanges = exchanges;
        this.beside = new Beside(exchanges);
    }

    /** What is said beside requests. */
    Beside beside() {
        return beside;
    }

    /** Never fails. On the channel's context. */
    Future<Reply> ask(Channel channel, Ask ask) {
        Conversation conversation = new Conversation(ask.id(), ask.most(), beside.listener(channel, ask.notified()));
        Question question = question(channel, ask, HttpMethod.POST, conversation, Map.of());
        return exchanges
                .make(channel.context(), channel.server().endpoint(), question)
                .compose(exchanged -> heard(channel, ask, conversation, exchanged, MOST_STREAMS))
                .onSuccess(reply -> sayIfGivenUp(channel, ask, reply));
    }

    /** Whether the connection broke, on which it was sent or meant to be. */
    static boolean isBroken(Exchanged exchanged) {
        return isStale(exchanged) || (exchanged instanceof Silence silence && silence.cause() == Cause.BROKEN);
    }

    /** Whether what was meant to carry it was dead. */
    static boolean isStale(Exchanged exchanged) {
        return exchanged instanceof Silence silence && silence.cause() == Cause.STALE;
    }

    private Question question(
            Channel channel, Ask ask, HttpMethod method, Conversation conversation, Map<String, String> more) {
        Map<String, String> headers = headers(channel, ask.headers());
        if (channel.isStateless()) {
            headers.putAll(Stateless.headers(ask.method(), ask.params()));
        }
        headers.putAll(more);
        boolean post = method.equals(HttpMethod.POST);
        return new Question(
                method,
                headers,
                post ? request(channel, ask.id(), ask.method(), ask.params()) : Buffer.buffer(),
                channel.identity(),
                channel.user(),
                ask.deadline().remainingMillis(),
                ask.most(),
                ask.fresh(),
                post ? ask.maySend() : () -> true,
                conversation);
    }

    static Buffer request(Channel channel, long id, String method, ObjectNode params) {
        return Rpc.request(id, method, channel.isStateless() ? Stateless.params(params) : params);
    }

    static Map<String, String> headers(Channel channel, Map<String, String> trace) {
        Map<String, String> headers = new HashMap<>(trace);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, text/event-stream");
        channel.greeting().ifPresent(agreed -> {
            headers.put("MCP-Protocol-Version", agreed.version());
            agreed.session().ifPresent(session -> headers.put("Mcp-Session-Id", session));
        });
        return headers;
    }

    private Future<Reply> heard(Channel channel, Ask ask, Conversation conversation, Exchanged exchanged, int streams) {
        if (!(exchanged instanceof Answer answer) || answer.status() / 100 != 2) {
            return channel.context().succeededFuture(new Reply.Http(exchanged));
        }
        if (!Conversation.isStream(answer.headers())) {
            return body(channel, ask, answer);
        }
        conversation.streamEnded(answer.ending() == Ending.WHOLE);
        if (conversation.over()) {
            return answered(channel, ask, conversation, answer);
        }
        return switch (answer.ending()) {
            case TOO_LARGE -> channel.context().succeededFuture(new Reply.TooLarge());
            case TOO_LATE -> channel.context().succeededFuture(new Reply.Http(answer));
            case WHOLE, BROKEN -> goOn(channel, ask, conversation, streams);
        };
    }

    private Future<Reply> answered(Channel channel, Ask ask, Conversation conversation, Answer answer) {
        if (conversation.isTooLarge()) {
            return channel.context().succeededFuture(new Reply.TooLarge());
        }
        return conversation
                .largeAnswer()
                .map(bytes -> read(channel, ask, bytes, answer))
                .orElseGet(() -> channel.context()
                        .succeededFuture(conversation
                                .answer()
                                .map(message -> message.reply(0, session(answer)))
                                .orElseThrow()));
    }

    private Future<Reply> body(Channel channel, Ask ask, Answer answer) {
        return switch (answer.ending()) {
            case TOO_LARGE -> channel.context().succeededFuture(new Reply.TooLarge());
            case TOO_LATE, BROKEN -> channel.context().succeededFuture(new Reply.Http(answer));
            case WHOLE -> read(channel, ask, answer.body().getBytes(), answer);
        };
    }

    private Future<Reply> read(Channel channel, Ask ask, byte[] json, Answer answer) {
        if (json.length > LARGE) {
            Promise<Reply> read = channel.context().promise();
            var _ = channel.context()
                    .executeBlocking(
                            () -> read.tryComplete(
                                    Message.ofBody(json, ask.id()).reply(json.length, session(answer))),
                            false)
                    .onFailure(read::tryFail);
            return read.future();
        }
        Message message = Message.ofBody(json, ask.id());
        message.tell(beside.listener(channel, ask.notified()));
        return channel.context().succeededFuture(message.reply(json.length, session(answer)));
    }

    private static Optional<String> session(Answer answer) {
        return Optional.ofNullable(answer.headers().get("mcp-session-id"));
    }

    /** The stream ended before the answer. The request was sent, so whatever comes now, it is not "not sent". */
    private Future<Reply> goOn(Channel channel, Ask ask, Conversation conversation, int streams) {
        Silence broken = new Silence(Cause.BROKEN, "the stream ended before the answer");
        if (conversation.lastEventId().isEmpty() || streams == 0 || channel.isStateless()) {
            return channel.context().succeededFuture(new Reply.Http(broken));
        }
        long asked = conversation.retryMillis() < 0 ? USUAL_RETRY_MILLIS : conversation.retryMillis();
        long pause = Math.max(asked, LEAST_RETRY_MILLIS);
        if (pause >= ask.deadline().remainingMillis()) {
            return after(channel, ask.deadline().remainingMillis())
                    .map(late -> new Reply.Http(new Silence(Cause.TOO_LATE, "no answer in time")));
        }
        Map<String, String> place =
                Map.of("Last-Event-ID", conversation.lastEventId().get(), "Accept", "text/event-stream");
        return after(channel, pause)
                .compose(waited -> exchanges.make(
                        channel.context(),
                        channel.server().endpoint(),
                        question(channel, ask, HttpMethod.GET, conversation, place)))
                .compose(exchanged -> switch (exchanged) {
                    case Answer answer
                    when answer.status() / 100 == 2 && Conversation.isStream(answer.headers()) ->
                        heard(channel, ask, conversation, answer, streams - 1);
                    case Answer refused -> channel.context().succeededFuture(new Reply.Http(broken));
                    default ->
                        ask.deadline().remainingMillis() > 0
                                ? goOn(channel, ask, conversation, streams - 1)
                                : channel.context()
                                        .succeededFuture(
                                                new Reply.Http(new Silence(Cause.TOO_LATE, "no answer in time")));
                });
    }

    private static Future<Void> after(Channel channel, long millis) {
        Promise<Void> over = channel.context().promise();
        var _ = channel.context().setTimer(Math.max(1, millis), fired -> over.complete());
        return over.future();
    }

    /**
     * Nobody waits any more: the server may stop. What became of the request is still not known. Where each request stands for itself, the
     * end of its connection says the same.
     */
    private void sayIfGivenUp(Channel channel, Ask ask, Reply reply) {
        boolean late = reply instanceof Reply.Http(Exchanged exchanged) && isLate(exchanged);
        if (late && channel.greeting().isPresent() && !channel.isStateless()) {
            beside.cancelled(channel, ask.id());
        }
    }

    private static boolean isLate(Exchanged exchanged) {
        return switch (exchanged) {
            case Silence silence -> silence.cause() == Cause.TOO_LATE;
            case Answer answer -> answer.ending() == Ending.TOO_LATE;
            default -> false;
        };
    }
}
