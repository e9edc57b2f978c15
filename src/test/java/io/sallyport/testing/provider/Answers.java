package io.sallyport.testing.provider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Behaviours that answer the whole question, if in strange ways. Each serves streams and plain requests alike. */
public final class Answers {
    private Answers() {}

    /** The decent answer. It takes no notice of a trailing assistant message, but begins anew. */
    public static Behaviour text(String text) {
        return slowly(text, Duration.ZERO);
    }

    /** The decent answer, with a pause before each word. */
    public static Behaviour slowly(String text, Duration gap) {
        return slowly(text, () -> gap);
    }

    /** The same with pauses that may become shorter under way. */
    public static Behaviour slowly(String text, Supplier<Duration> gap) {
        return exchange -> {
            if (!exchange.streaming()) {
                pauseUnlessZero(exchange, gap.get());
                exchange.whole(200, "application/json", ChatWire.completion(model(exchange), text));
                return;
            }
            begin(exchange);
            for (String word : ChatWire.words(text)) {
                pauseUnlessZero(exchange, gap.get());
                say(exchange, word);
            }
            finish(exchange);
        };
    }

    /** Says only what is still missing after a trailing assistant message. */
    public static Behaviour continuing(String text) {
        return exchange -> {
            String prefill = exchange.request().prefill();
            String rest = text.startsWith(prefill) ? text.substring(prefill.length()) : text;
            text(rest).serve(exchange);
        };
    }

    /** Ends the stream behind the finish reason and the usage, without {@code [DONE]}; plain answers have no length and end by closing. */
    public static Behaviour withoutDone(String text) {
        return exchange -> {
            if (!exchange.streaming()) {
                exchange.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                        + ChatWire.completion(model(exchange), text));
                exchange.close();
                return;
            }
            begin(exchange);
            ChatWire.words(text).forEach(word -> say(exchange, word));
            stop(exchange);
            exchange.end();
        };
    }

    /** The decent answer, each byte in a packet of its own. */
    public static Behaviour trickling(String text) {
        return exchange -> {
            String body =
                    exchange.streaming() ? stream(model(exchange), text) : ChatWire.completion(model(exchange), text);
            String type = exchange.streaming() ? "text/event-stream" : "application/json";
            exchange.announce(200, type, Exchange.length(body));
            for (byte next : body.getBytes(StandardCharsets.UTF_8)) {
                exchange.raw(new byte[] {next});
            }
        };
    }

    /** The decent answer, then closes the connection it promised to keep. */
    public static Behaviour thenClosing(String text) {
        return exchange -> {
            text(text).serve(exchange);
            exchange.close();
        };
    }

    /** The decent answer, then resets the kept connection when the next request comes on it. */
    public static Behaviour thenDroppingTheNext(String text) {
        return exchange -> {
            text(text).serve(exchange);
            exchange.dropNextRequest();
        };
    }

    /** A stream of large deltas that ends when the caller has had enough. */
    public static Behaviour endlessly() {
        return exchange -> {
            begin(exchange);
            while (true) {
                say(exchange, "on and on ".repeat(800));
            }
        };
    }

    /** Exactly this body. */
    public static Behaviour json(String body, String... headers) {
        return exchange -> exchange.whole(200, "application/json", body, headers);
    }

    /** Exactly these events, then the end of the body. */
    public static Behaviour events(List<String> events) {
        return exchange -> {
            exchange.openStream();
            events.forEach(exchange::event);
            exchange.end();
        };
    }

    static void begin(Exchange exchange) {
        exchange.openStream().event(ChatWire.role(model(exchange)));
    }

    static void say(Exchange exchange, String text) {
        exchange.event(ChatWire.delta(model(exchange), text));
    }

    /** Finish reason, usage if asked for. */
    static void stop(Exchange exchange) {
        exchange.event(ChatWire.finish(model(exchange), "stop"));
        if (exchange.request().asksForUsage()) {
            exchange.event(ChatWire.usage(model(exchange)));
        }
    }

    static void finish(Exchange exchange) {
        stop(exchange);
        exchange.event("[DONE]").end();
    }

    static String model(Exchange exchange) {
        return exchange.request().model();
    }

    private static String stream(String model, String text) {
        StringBuilder stream = new StringBuilder("data: " + ChatWire.role(model) + "\n\n");
        ChatWire.words(text)
                .forEach(word -> stream.append("data: ")
                        .append(ChatWire.delta(model, word))
                        .append("\n\n"));
        return stream.append("data: ")
                .append(ChatWire.finish(model, "stop"))
                .append("\n\ndata: [DONE]\n\n")
                .toString();
    }

    private static void pauseUnlessZero(Exchange exchange, Duration gap) {
        if (gap.isPositive()) {
            exchange.pause(gap);
        }
    }
}
