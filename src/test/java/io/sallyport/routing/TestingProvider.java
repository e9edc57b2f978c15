package io.sallyport.routing;

import io.sallyport.catalog.ProviderDialect;
import io.sallyport.provider.ModelProvider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.ProviderFault;
import io.sallyport.provider.ProviderListener;
import io.sallyport.provider.ProviderRequest;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A provider whose every attempt does what the test said, on the call's own context. */
final class TestingProvider implements ModelProvider {
    private final Map<String, Deque<Consumer<ProviderListener>>> behaviours = new HashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    final List<String> cancelled = new CopyOnWriteArrayList<>();

    /** The next attempts at {@code model} do these, in order; the last one is repeated. */
    @SafeVarargs
    final TestingProvider on(String model, Consumer<ProviderListener>... attempts) {
        behaviours.put(model, new ArrayDeque<>(List.of(attempts)));
        return this;
    }

    @Override
    public ProviderDialect dialect() {
        return ProviderDialect.OPENAI;
    }

    @Override
    public ProviderCall call(ProviderRequest request, ProviderListener listener) {
        String model = request.model().name();
        asked.add(model);
        bodies.add(request.body().toString());
        Deque<Consumer<ProviderListener>> script = behaviours.get(model);
        Consumer<ProviderListener> behaviour = script.size() > 1 ? script.poll() : script.peek();
        Context context = Vertx.currentContext();
        boolean[] live = {true};
        context.runOnContext(run -> {
            if (live[0]) {
                behaviour.accept(new WhileLive(listener, live));
            }
        });
        return new ProviderCall() {
            @Override
            public void pause() {}

            @Override
            public void resume() {}

            @Override
            public void cancel() {
                live[0] = false;
                cancelled.add(model);
            }
        };
    }

    static Consumer<ProviderListener> status(int status, String body, String... headers) {
        return listener -> {
            MultiMap all = MultiMap.caseInsensitiveMultiMap().add("content-type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                all.add(headers[i], headers[i + 1]);
            }
            listener.head(status, all);
            listener.body(Buffer.buffer(body));
            listener.ended();
        };
    }

    static Consumer<ProviderListener> answer(String text) {
        return status(200, """
                {"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"%s"},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}""".formatted(text));
    }

    static Consumer<ProviderListener> fault(ProviderFault.Kind kind) {
        return listener -> listener.failed(new ProviderFault(kind, "on purpose"));
    }

    static Consumer<ProviderListener> silence() {
        return listener -> {};
    }

    /** Streams these events, each a chunk's delta JSON or a whole {@code data} payload, and leaves the stream open. */
    static Consumer<ProviderListener> stream(String... data) {
        return listener -> {
            listener.head(200, MultiMap.caseInsensitiveMultiMap().add("content-type", "text/event-stream"));
            List<String> events = new ArrayList<>(List.of(data));
            events.forEach(event -> listener.body(Buffer.buffer("data: " + event + "\n\n")));
        };
    }

    static Consumer<ProviderListener> then(Consumer<ProviderListener> first, Consumer<ProviderListener> second) {
        return first.andThen(second);
    }

    static Consumer<ProviderListener> ended() {
        return ProviderListener::ended;
    }

    static String role(String id) {
        return chunk(id, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    static String text(String id, String text) {
        return chunk(id, "{\"content\":\"" + text + "\"}", "null");
    }

    static String stop(String id) {
        return chunk(id, "{}", "\"stop\"");
    }

    private static String chunk(String id, String delta, String finish) {
        return "{\"id\":\"" + id
                + "\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\":" + finish + "}]}";
    }

    /** After a cancel nothing is reported, as the port demands. */
    private record WhileLive(ProviderListener to, boolean[] live) implements ProviderListener {
        @Override
        public void head(int status, MultiMap headers) {
            if (live[0]) {
                to.head(status, headers);
            }
        }

        @Override
        public void body(Buffer part) {
            if (live[0]) {
                to.body(part);
            }
        }

        @Override
        public void ended() {
            if (live[0]) {
                to.ended();
            }
        }

        @Override
        public void failed(ProviderFault fault) {
            if (live[0]) {
                to.failed(fault);
            }
        }
    }
}
