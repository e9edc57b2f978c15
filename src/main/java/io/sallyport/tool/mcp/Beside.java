package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import io.sallyport.tool.http.Exchanged;
import io.sallyport.tool.http.Exchanges;
import io.sallyport.tool.http.Question;
import io.sallyport.tool.http.Watch;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What is said beside requests and their answers: notifications, announcements, what servers ask, and the end of a session. */
final class Beside {
    private static final long MILLIS = 2000;
    private static final int MOST_BYTES = 64 * 1024;

    /** Of a server's own requests, in one stream that answers. */
    private static final int MOST_REQUESTS_ANSWERED = 16;

    /** On one stream of announcements; servers ask every few seconds whether somebody is there. */
    private static final int MOST_PINGS_ANSWERED = 1000;

    private static final int MOST_HEARD_BYTES = 1024 * 1024;
    private static final String LISTEN = "subscriptions/listen";

    private final Exchanges exchanges;

    Beside(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    /** Who listens beside one answer. */
    Conversation.Listener listener(Channel channel, Consumer<String> told) {
        return new Aside(channel, MOST_REQUESTS_ANSWERED, () -> {}, told);
    }

    /** Sends what has no answer; whether it was taken. Never fails. */
    Future<Exchanged> tell(Channel channel, String method, long millis, boolean fresh) {
        return post(channel, Rpc.notification(method, Json.object()), millis, fresh);
    }

    /** Nobody waits for that request any more. */
    void cancelled(Channel channel, long id) {
        ObjectNode what = Json.object().put("requestId", id).put("reason", "The time for it is over.");
        var _ = post(channel, Rpc.notification("notifications/cancelled", what), MILLIS, false);
    }

    /** Says that the session is not needed any more. Never fails. */
    Future<Exchanged> end(Channel channel) {
        return exchanges.make(
                channel.context(),
                channel.server().endpoint(),
                new Question(
                        HttpMethod.DELETE,
                        Wire.headers(channel, Map.of()),
                        Buffer.buffer(),
                        channel.identity(),
                        channel.user(),
                        MILLIS,
                        MOST_BYTES,
                        false,
                        () -> true,
                        Watch.UNTIL_THE_END));
    }

    /** One to {@link #listen} with. */
    Conversation conversation(Channel channel, long id, Runnable opened, Consumer<String> told) {
        return new Conversation(id, MOST_BYTES, new Aside(channel, MOST_PINGS_ANSWERED, opened, told));
    }

    /**
     * Listens to what a server says of itself, on a connection of its own, until the stream ends, its time is over or {@code enough}
     * completes. Never fails.
     *
     * @param lastEventId where an earlier stream has ended
     */
    Future<Exchanged> listen(
            Channel channel,
            Conversation conversation,
            Optional<String> lastEventId,
            Duration lifetime,
            Future<Void> enough) {
        Map<String, String> headers = Wire.headers(channel, Map.of());
        Buffer body = Buffer.buffer();
        if (channel.isStateless()) {
            ObjectNode params = Json.object();
            params.putObject("notifications").put("toolsListChanged", true);
            body = Wire.request(channel, conversation.id(), LISTEN, params);
            headers.putAll(Stateless.headers(LISTEN, params));
        } else {
            headers.remove("Content-Type");
            headers.put("Accept", "text/event-stream");
            lastEventId.ifPresent(place -> headers.put("Last-Event-ID", place));
        }
        Question question = new Question(
                channel.isStateless() ? HttpMethod.POST : HttpMethod.GET,
                headers,
                body,
                channel.identity(),
                channel.user(),
                lifetime.toMillis(),
                MOST_HEARD_BYTES,
                true,
                () -> true,
                conversation);
        return exchanges.make(channel.context(), channel.server().endpoint(), question, enough);
    }

    private Future<Exchanged> post(Channel channel, Buffer message, long millis, boolean fresh) {
        return exchanges.make(
                channel.context(),
                channel.server().endpoint(),
                new Question(
                        HttpMethod.POST,
                        Wire.headers(channel, Map.of()),
                        message,
                        channel.identity(),
                        channel.user(),
                        Math.max(1, millis),
                        MOST_BYTES,
                        fresh,
                        () -> true,
                        Watch.UNTIL_THE_END));
    }

    /** What a server says beside the answer: it is told that there is nothing to be had here, so that it does not wait for it. */
    private final class Aside implements Conversation.Listener {
        private final Channel channel;
        private final int most;
        private final Runnable opened;
        private final Consumer<String> told;
        private int answered;

        /** @param most requests that are answered */
        Aside(Channel channel, int most, Runnable opened, Consumer<String> told) {
            this.channel = channel;
            this.most = most;
            this.opened = opened;
            this.told = told;
        }

        @Override
        public void begun() {
            opened.run();
        }

        @Override
        public void notified(String method) {
            told.accept(method);
        }

        @Override
        public void asked(JsonNode id, String method) {
            boolean named = (id.isTextual() || id.isNumber()) && !channel.isStateless();
            if (named && answered++ < most) {
                Buffer answer = method.equals("ping") ? Rpc.result(id) : Rpc.methodNotFound(id);
                var _ = post(channel, answer, MILLIS, false);
            }
        }
    }
}
