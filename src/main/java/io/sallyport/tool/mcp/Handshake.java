package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
    private static final int MOST_PLACES = 1000;

    /** Of clients' mistakes those that say nothing about what the server speaks. */
    private static final Set<Integer> OTHER_REASONS = Set.of(401, 403, 408, 429);

    private static final String INITIALIZED = "notifications/initialized";

    /** Bytes; less is read in a few milliseconds. */
    private static final int LARGE = 256 * 1024;

    private final Wire wire;

    /** Servers that know no greeting. */
    private final Cache<Place, Boolean> stateless =
            Caffeine.newBuilder().maximumSize(MOST_PLACES).build();

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
        Place place = Place.of(channel.server());
        Future<Greeting> greeting = stateless.getIfPresent(place) == null
                ? initialized(channel, ids, deadline)
                        .recover(refused -> saysNo(refused)
                                ? discovered(channel, ids, deadline)
                                        .onSuccess(found -> stateless.put(place, true))
                                        .recover(neither -> channel.context().failedFuture(refused))
                                : channel.context().failedFuture(refused))
                : discovered(channel, ids, deadline).recover(other -> {
                    stateless.invalidate(place);
                    return initialized(channel, ids, deadline);
                });
        return greeting.map(agreed -> new Session(channel.greeted(agreed), ids, changes, over));
    }

    private Future<Greeting> initialized(Channel channel, AtomicLong ids, Deadline deadline) {
        return ask(channel, ids::incrementAndGet, "initialize", hello(), deadline, method -> {})
                .compose(said -> agree(channel, said))
                .compose(
                        greeting -> greeted(channel.greeted(greeting), deadline).map(greeting));
    }

    /** Whether it may be a server that knows no greeting: it is there, and does not take it. */
    private static boolean saysNo(Throwable refused) {
        return refused instanceof Unready unready
                && switch (unready.reply()) {
                    case Reply.Failure failure -> true;
                    case Reply.Http(Exchanged.Answer answer) ->
                        answer.status() / 100 == 4 && !OTHER_REASONS.contains(answer.status());
                    default -> false;
                };
    }

    /** What a server of the stateless revision says of itself (revision 2026-07-28, "Discovery"). */
    private Future<Greeting> discovered(Channel channel, AtomicLong ids, Deadline deadline) {
        Greeting wanted = new Greeting(Optional.empty(), Stateless.REVISION, false);
        return ask(
                        channel.greeted(wanted),
                        ids::incrementAndGet,
                        "server/discover",
                        Json.object(),
                        deadline,
                        method -> {})
                .compose(said -> {
                    boolean spoken = said.result()
                            .path("supportedVersions")
                            .valueStream()
                            .anyMatch(version -> version.asText().equals(Stateless.REVISION));
                    return spoken
                            ? channel.context()
                                    .succeededFuture(
                                            new Greeting(Optional.empty(), Stateless.REVISION, announces(said)))
                            : channel.context()
                                    .failedFuture(new Unready(
                                            "it speaks another revision of MCP",
                                            new Reply.Nonsense("no revision that can be used")));
                });
    }

    private static boolean announces(Reply.Result said) {
        return said.result().at("/capabilities/tools/listChanged").asBoolean(false);
    }

    private ObjectNode hello() {
        ObjectNode hello = Json.object().put("protocolVersion", NEWEST);
        hello.putObject("capabilities");
        hello.set("clientInfo", Stateless.clientInfo());
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
        return channel.context().succeededFuture(new Greeting(said.session(), spoken, announces(said)));
    }

    /** It may be said twice: whoever has heard it already loses nothing. */
    private Future<Exchanged> greeted(Channel channel, Deadline deadline) {
        return wire.beside()
                .tell(channel, INITIALIZED, deadline.remainingMillis(), false)
                .compose(exchanged -> Wire.isBroken(exchanged)
                        ? wire.beside().tell(channel, INITIALIZED, deadline.remainingMillis(), true)
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
        private final Listed all;

        Listing(Channel channel, Session session, Deadline deadline, Consumer<String> notified) {
            this.channel = channel;
            this.session = session;
            this.deadline = deadline;
            this.notified = notified;
            this.all = new Listed(channel.isStateless());
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
                    ? channel.context()
                            .executeBlocking(() -> all.add(tools), false)
                            .map(Boolean.TRUE::equals)
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
