package io.sallyport.edge.openai.agent;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.config.SallyportConfig;
import io.sallyport.dialect.openai.ChatRequest;
import io.sallyport.edge.body.LargeBodies;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.health.Draining;
import io.sallyport.edge.openai.RequestDeadline;
import io.sallyport.edge.runs.RunHeaders;
import io.sallyport.resilience.Deadline;
import io.sallyport.run.Runs;
import io.sallyport.run.Started;
import io.sallyport.run.reply.ReplyKeeper;
import io.sallyport.run.stream.RunStreams;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Answers chat completions that ask an agent. */
@Singleton
public class AgentChat {
    private final Runs runs;
    private final RunStreams streams;
    private final ReplyKeeper replies;
    private final Draining draining;
    private final long heartbeatMillis;
    private final Duration longest;

    AgentChat(Runs runs, RunStreams streams, ReplyKeeper replies, Draining draining, SallyportConfig config) {
        this.runs = runs;
        this.streams = streams;
        this.replies = replies;
        this.draining = draining;
        this.heartbeatMillis = config.stream().heartbeat().toMillis();
        this.longest = config.stream().answerWithin();
    }

    /** Whether {@code model} is an agent. */
    public static boolean isAsked(String model) {
        return model.startsWith(AgentOrder.MODELS);
    }

    /** The name by which {@code agent} is asked. */
    public static String model(String agent) {
        return AgentOrder.MODELS + agent;
    }

    /** A run that is to be answered with; {@code held} where this connection is the one that answers for it. */
    private record Begun(Started started, Optional<ReplyKeeper.Held> held) {}

    /**
     * Answers {@code chat}, now or later.
     */
    public void answer(RoutingContext http, ChatRequest chat) {
        Deadline deadline = RequestDeadline.of(http.request(), longest);
        Context here = http.vertx().getOrCreateContext();
        var _ = Uni.createFrom()
                .deferred(() ->
                        LargeBodies.read(http.vertx(), chat.body().length, () -> begin(AgentOrder.of(http, chat))))
                .subscribe()
                .with(
                        begun -> here.runOnContext(_ -> reply(http, chat, begun, deadline)),
                        failure -> here.runOnContext(_ -> ProblemWriter.write(http, failure)));
    }

    private Uni<Begun> begin(AgentOrder order) {
        if (order.retry() == 0) {
            return start(order);
        }
        return replies.takeOver(order.asked(), order.retry(), order.start().requestId())
                .chain(found -> found.isPresent() ? takenOver(order, found.get()) : start(order));
    }

    private Uni<Begun> takenOver(AgentOrder order, ReplyKeeper.Held held) {
        return runs.find(order.start().caller(), held.run())
                .onFailure()
                .invoke(held::cut)
                .map(run -> new Begun(new Started(run, Started.How.CREATED), Optional.of(held)));
    }

    private Uni<Begun> start(AgentOrder order) {
        return runs.start(order.start()).map(started -> new Begun(started, held(order, started)));
    }

    // A request with a key finds its run by the key.
    private Optional<ReplyKeeper.Held> held(AgentOrder order, Started started) {
        return order.start().key().isPresent()
                ? Optional.empty()
                : Optional.of(replies.hold(started.run().id()));
    }

    private void reply(RoutingContext http, ChatRequest chat, Begun begun, Deadline deadline) {
        RunRecord run = begun.started().run();
        HttpServerResponse response = http.response();
        RunHeaders.of(begun.started()).forEach(response::putHeader);
        var _ = response.putHeader(AgentOrder.THREAD, run.thread());
        ChatJson json = new ChatJson(chat.model(), run, chat.includeUsage());
        AnswerSink sink = chat.stream() ? new StreamSink(response, json) : new WholeSink(http, json);
        new AgentReply(response, run.id(), sink, begun.held(), deadline, heartbeatMillis).begin(streams, draining);
    }
}
