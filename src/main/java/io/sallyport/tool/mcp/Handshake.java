package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.BuiltIn;
import io.sallyport.core.json.Json;
import io.sallyport.resilience.Deadline;
import io.sallyport.tool.http.Exchanged;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** What happens before the first call: {@code initialize}, and {@code tools/list}. All of it can be done again at any time. */
final class Handshake {
    /** The newest comes first: it is the one that is asked for. */
    private static final String NEWEST = "2025-11-25";

    private static final Set<String> SPOKEN = Set.of(NEWEST, "2025-06-18", "2025-03-26");

    /** Visible ASCII, as the protocol says, and of a length that a header can have. */
    private static final Pattern SESSION = Pattern.compile("[\\x21-\\x7e]{1,1024}");

    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int MOST_PAGES = 100;
    private static final String INITIALIZED = "notifications/initialized";

    /** Bytes; less is read in a few milliseconds. */
    private static final int LARGE = 256 * 1024;

    private final Wire wire;
    private final String version = BuiltIn.text("sallyport-version.txt").strip();

    Handshake(Wire wire) {
        this.wire = wire;
    }

    /**
     * A session, of which it is not known yet what is offered in it; fails with {@link Unready}.
     *
     * @param changes of the server's list that are known of
     * @param over    hears once that nobody needs it any more
     */
    Future<Session> greet(Channel channel, Deadline deadline, AtomicLong changes, Consumer<Session> over) {
        AtomicLong ids = new AtomicLong();
        return ask(channel, ids::incrementAndGet, "initialize", hello(), deadline, method -> {})
                .compose(said -> agree(channel, said))
                .compose(greeting -> greeted(channel.greeted(greeting), deadline)
                        .map(taken -> new Session(channel.greeted(greeting), ids, changes, over)));
    }

    private ObjectNode hello() {
        ObjectNode hello = Json.object().put("protocolVersion", NEWEST);
        hello.putObject("capabilities");
        hello.putObject("clientInfo").put("name", "sallyport").put("version", version);
        return hello;
    }

    private static Future<Greeting> agree(Channel channel, Reply.Result said) {
        String spoken = said.result().path("protocolVersion").asText("");
        boolean odd = said.session()
                .filter(session -> !SESSION.matcher(session).matches())
                .isPresent();
        if (!SPOKEN.contains(spoken) || odd) {
            return channel.context()
                    .failedFuture(new Unready(
                            odd ? "its session has an impossible name" : "it speaks another revision of MCP",
                            new Reply.Nonsense("no greeting that can be used")));
        }
        boolean announces = said.result().at("/capabilities/tools/listChanged").asBoolean(false);
        return channel.context().succeededFuture(new Greeting(said.session(), spoken, announces));
    }

    /** It may be said twice: whoever has heard it already loses nothing. */
    private Future<Exchanged> greeted(Channel channel, Deadline deadline) {
        return wire.tell(channel, INITIALIZED, deadline.remainingMillis(), false)
                .compose(exchanged -> Wire.isBroken(exchanged)
                        ? wire.tell(channel, INITIALIZED, deadline.remainingMillis(), true)
                        : channel.context().succeededFuture(exchanged))
                .compose(exchanged -> exchanged instanceof Exchanged.Answer answer && answer.status() / 100 == 2
                        ? channel.context().succeededFuture(exchanged)
                        : channel.context()
                                .failedFuture(
                                        new Unready("it did not take the greeting's end", new Reply.Http(exchanged))));
    }

    /** All its tools, page after page; fails with {@link Unready}. */
    Future<Listed> list(Channel channel, Session session, Deadline deadline, Consumer<String> notified) {
        return new Listing(channel, session, deadline, notified).page(Optional.empty(), 1);
    }

    /** One walk through a list of tools. */
    private final class Listing {
        private final Channel channel;
        private final Session session;
        private final Deadline deadline;
        private final Consumer<String> notified;
        private final Listed all = new Listed();

        Listing(Channel channel, Session session, Deadline deadline, Consumer<String> notified) {
            this.channel = channel;
            this.session = session;
            this.deadline = deadline;
            this.notified = notified;
        }

        Future<Listed> page(Optional<String> cursor, int number) {
            ObjectNode params = Json.object();
            cursor.ifPresent(place -> params.put("cursor", place));
            return ask(channel, session::nextId, "tools/list", params, deadline, notified)
                    .compose(said -> take(said).compose(fine -> {
                        Optional<String> next = Optional.ofNullable(
                                said.result().path("nextCursor").textValue());
                        if (!fine || (next.isPresent() && number >= MOST_PAGES)) {
                            return channel.context()
                                    .failedFuture(new Unready(
                                            "its list of tools is none, endless, too long, or names one twice",
                                            new Reply.Nonsense("no list of tools that can be used")));
                        }
                        return next.isEmpty() ? channel.context().succeededFuture(all) : page(next, number + 1);
                    }));
        }

        /** A long page is read by a worker, so that it holds up nobody. */
        private Future<Boolean> take(Reply.Result said) {
            JsonNode tools = said.result().path("tools");
            if (!tools.isArray()) {
                return channel.context().succeededFuture(false);
            }
            return said.bytes() > LARGE
                    ? channel.context().executeBlocking(() -> all.add(tools), false)
                    : channel.context().succeededFuture(all.add(tools));
        }
    }

    /** A kept connection may be dead: then once more on a new one. */
    private Future<Reply.Result> ask(
            Channel channel,
            LongSupplier ids,
            String method,
            ObjectNode params,
            Deadline deadline,
            Consumer<String> notified) {
        return wire.ask(channel, ask(ids, method, params, deadline, false, notified))
                .compose(reply -> reply instanceof Reply.Http(Exchanged exchanged) && Wire.isStale(exchanged)
                        ? wire.ask(channel, ask(ids, method, params, deadline, true, notified))
                        : channel.context().succeededFuture(reply))
                .compose(reply -> reply instanceof Reply.Result result
                        ? channel.context().succeededFuture(result)
                        : channel.context().failedFuture(new Unready(method + " was not answered", reply)));
    }

    private static Ask ask(
            LongSupplier ids,
            String method,
            ObjectNode params,
            Deadline deadline,
            boolean fresh,
            Consumer<String> notified) {
        return new Ask(ids.getAsLong(), method, params, deadline, MOST_BYTES, fresh, () -> true, Map.of(), notified);
    }
}
