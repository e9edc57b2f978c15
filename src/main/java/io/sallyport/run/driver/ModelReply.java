package io.sallyport.run.driver;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.dialect.sse.SseFramer;
import io.sallyport.limit.Rates;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.Decision;
import io.sallyport.routing.RouteTrace;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;

/** A run as the caller of a model: takes the stream in, passes its text on as it comes, and tells the end once. */
final class ModelReply implements CallerReply, SseFramer.Handler {
    /** An answer may be as long as so many of the longest events. */
    private static final int EVENTS_LONG = 16;

    private final AnswerAssembler answer;
    private final SseFramer framer;
    private final Consumer<String> text;
    private final Listener listener;
    private String candidate = "";
    private List<AttemptRecord> attempts = List.of();

    /** How a model call ends. */
    interface Listener {
        /**
         * The answer is complete.
         *
         * @param model    who answered, or went on with what another had begun, {@code provider/model}
         * @param attempts who was asked, this one included
         */
        void answered(AnswerAssembler answer, String model, List<AttemptRecord> attempts);

        /**
         * There is no answer.
         *
         * @param attempts who was asked
         */
        void failed(Problem problem, List<AttemptRecord> attempts);
    }

    ModelReply(int mostEventBytes, Consumer<String> text, Listener listener) {
        this.framer = new SseFramer(mostEventBytes);
        this.answer = new AnswerAssembler(EVENTS_LONG * (long) mostEventBytes);
        this.text = text;
        this.listener = listener;
    }

    /** Nobody is shown how rates stand: a refusal is all that a run can act on. */
    @Override
    public void admitted(List<Rates.Level> levels) {}

    @Override
    public void open(RouteTrace trace) {
        seen(trace);
    }

    @Override
    public boolean write(Buffer events) {
        byte[] bytes = events.getBytes();
        if (!framer.feed(bytes, 0, bytes.length, this)) {
            listener.failed(Problem.of(ProblemCode.PROVIDER_ERROR, "An event of the answer is too large."), attempts);
        }
        return true;
    }

    @Override
    public void event(byte[] raw, int rawFrom, int rawTo, byte[] data, int dataFrom, int dataTo) {
        if (dataFrom >= 0 && !answer.tooLong()) {
            String added = answer.chunk(data, dataFrom, dataTo);
            if (!added.isEmpty()) {
                text.accept(added);
            }
            if (answer.tooLong()) {
                listener.failed(
                        Problem.of(
                                ProblemCode.PROVIDER_ERROR,
                                "The answer does not end: it is longer than " + answer.most() + " characters."),
                        attempts);
            }
        }
    }

    @Override
    public void decided(Decision decision) {
        attempts = decision.attempts();
        candidate = decision.candidate() == null ? candidate : decision.candidate();
    }

    @Override
    public void end() {
        framer.end(this);
        if (answer.tooLong()) {
            return;
        }
        listener.answered(answer, candidate, attempts);
    }

    @Override
    public void whole(Buffer body, RouteTrace trace) {
        listener.failed(
                Problem.of(ProblemCode.PROVIDER_ERROR, "The provider answered whole where a stream was asked for."),
                attempts);
    }

    @Override
    public void rejected(int status, Buffer body, RouteTrace trace) {
        Problem refused = Problem.of(
                ProblemCode.PROVIDER_REJECTED,
                "The provider refuses this conversation with status " + status + ".",
                "Look at the agent's prompt, tools and limits; the decision record of the route has the rest.");
        listener.failed(refused, attempts);
    }

    @Override
    public void failed(Problem problem, RouteTrace trace) {
        listener.failed(problem, attempts);
    }

    private void seen(RouteTrace trace) {
        if (trace.candidate() != null) {
            candidate = trace.candidate();
        }
    }
}
