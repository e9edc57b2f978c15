package io.sallyport.testing.provider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** Behaviours that break off, hang, or send what nobody can read. Each serves streams and plain requests alike. */
public final class Breakages {
    private static final String JSON = "application/json";
    private static final int BLOCK = 64 * 1024;

    private Breakages() {}

    /** Resets the connection instead of answering. */
    public static Behaviour reset() {
        return Exchange::reset;
    }

    /** Takes the request and never says a word. */
    public static Behaviour silence() {
        return Exchange::hold;
    }

    /** Sends the head of the answer, and nothing more. */
    public static Behaviour headersThenSilence() {
        return exchange -> {
            headOnly(exchange);
            exchange.hold();
        };
    }

    /** Streams the chunk that names the role, and nothing more; plain answers stop behind the head. */
    public static Behaviour roleThenSilence() {
        return exchange -> {
            if (exchange.streaming()) {
                Answers.begin(exchange);
            } else {
                headOnly(exchange);
            }
            exchange.hold();
        };
    }

    /** Head and role at once, the answer after {@code delay}. */
    public static Behaviour lateFirstToken(Duration delay, String text) {
        return exchange -> {
            if (!exchange.streaming()) {
                Answers.slowly(text, delay).serve(exchange);
                return;
            }
            Answers.begin(exchange);
            Answers.say(exchange.pause(delay), text);
            Answers.finish(exchange);
        };
    }

    /** Says {@code text} and then closes in good order, as if that were all; plain answers are shorter than announced. */
    public static Behaviour cutAfter(String text) {
        return partial(text, Exchange::close);
    }

    /** Says {@code text} and then resets the connection. */
    public static Behaviour resetAfter(String text) {
        return partial(text, exchange -> {
            // what was sent must have been read before the reset wipes it from the other side's buffer
            exchange.pause(Duration.ofMillis(200)).reset();
        });
    }

    /** Says {@code text} and then nothing more. */
    public static Behaviour stallAfter(String text) {
        return partial(text, Exchange::hold);
    }

    /** Says {@code text} and then, as an event of the stream, that something broke; plain answers are an error with status 200. */
    public static Behaviour errorAfter(String text) {
        String error = ChatWire.error("The engine fell over.", "server_error", "engine_error");
        return exchange -> {
            if (!exchange.streaming()) {
                exchange.whole(200, JSON, error);
                return;
            }
            Answers.begin(exchange);
            sayIfAny(exchange, text);
            exchange.event(error).event("[DONE]").end();
        };
    }

    /** A decent stream with something unreadable in the middle, which carries no text of the answer. */
    public static Behaviour malformedChunkWithin(String text) {
        return unreadable(text, "{\"choices\": [{\"delta\": {\"content\": ".getBytes(StandardCharsets.UTF_8));
    }

    /** A decent stream with bytes in the middle that are no UTF-8. */
    public static Behaviour invalidUtf8Within(String text) {
        return unreadable(text, new byte[] {'{', '"', (byte) 0xff, (byte) 0xc0, '"', ':', '1', '}'});
    }

    /** Says {@code text}, then half an event, then ends the body in good order. */
    public static Behaviour halfEventAfter(String text) {
        return exchange -> {
            if (!exchange.streaming()) {
                String whole = ChatWire.completion(Answers.model(exchange), text);
                exchange.whole(200, JSON, whole.substring(0, whole.length() / 2));
                return;
            }
            Answers.begin(exchange);
            sayIfAny(exchange, text);
            String event = "data: " + ChatWire.delta(Answers.model(exchange), " and then");
            exchange.chunk(event.substring(0, event.length() / 2)).end();
        };
    }

    /** A web page, with status 200. */
    public static Behaviour webPage() {
        return exchange -> exchange.whole(200, "text/html", "<html><body>Please sign in to the Wi-Fi.</body></html>");
    }

    /** One event, or one body, that never ends. */
    public static Behaviour endless() {
        return exchange -> {
            headOnly(exchange);
            byte[] block = new byte[BLOCK];
            Arrays.fill(block, (byte) 'x');
            for (var chunks = exchange.chunk("data: {\"choices\": \""); ; chunks = chunks.chunk(block)) {}
        };
    }

    /** Something that is not HTTP. */
    public static Behaviour notHttp() {
        return exchange -> exchange.raw("220 smtp.example.org ESMTP\r\n").close();
    }

    private static Behaviour partial(String text, Consumer<Exchange> ending) {
        return exchange -> {
            if (exchange.streaming()) {
                Answers.begin(exchange);
                sayIfAny(exchange, text);
            } else {
                String whole = ChatWire.completion(Answers.model(exchange), text);
                exchange.announce(200, JSON, Exchange.length(whole));
                exchange.raw(whole.substring(0, whole.length() / 2));
            }
            ending.accept(exchange);
        };
    }

    private static Behaviour unreadable(String text, byte[] rubbish) {
        return exchange -> {
            if (!exchange.streaming()) {
                exchange.announce(200, JSON, rubbish.length);
                exchange.raw(rubbish);
                return;
            }
            Answers.begin(exchange);
            int half = text.length() / 2;
            Answers.say(exchange, text.substring(0, half));
            exchange.chunk("data: ").chunk(rubbish).chunk("\n\n");
            Answers.say(exchange, text.substring(half));
            Answers.finish(exchange);
        };
    }

    private static void headOnly(Exchange exchange) {
        exchange.head(200, "Content-Type", exchange.streaming() ? "text/event-stream" : JSON);
    }

    private static void sayIfAny(Exchange exchange, String text) {
        if (!text.isEmpty()) {
            ChatWire.words(text).forEach(word -> Answers.say(exchange, word));
        }
    }
}
