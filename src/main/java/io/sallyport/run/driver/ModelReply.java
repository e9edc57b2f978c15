package io.sallyport.run.driver;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.dialect.sse.SseFramer;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.RouteTrace;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** A run as the caller of a model: takes the stream in, passes its text on as it comes, and tells the end once. */
final class ModelReply implements CallerReply, SseFramer.Handler {
    private final AnswerAssembler answer = new AnswerAssembler();
    private final SseFramer framer;
    private final Consumer<String> text;
    private final Listener listener;
    private String candidate = "";

    /** How a model call ends. */
    interface Listener {
        /**
         * The answer is complete.
         *
         * @param model who answered, {@code provider/model}
         */
        void answered(AnswerAssembler answer, String model);

        void failed(Problem problem);
    }

    ModelReply(int mostEventBytes, Consumer<String> text, Listener listener) {
        this.framer = new SseFramer(mostEventBytes);
        this.text = text;
        this.listener = listener;
    }

    @Override
    public void open(RouteTrace trace) {
        seen(trace);
    }

    @Override
    public boolean write(Buffer events) {
        byte[] bytes = events.getBytes();
        if (!framer.feed(bytes, 0, bytes.length, this)) {
            listener.failed(Problem.of(ProblemCode.PROVIDER_ERROR, "An event of the answer is too large."));
        }
        return true;
    }

    @Override
    public void event(byte[] raw, int rawFrom, int rawTo, byte[] data, int dataFrom, int dataTo) {
        if (dataFrom >= 0) {
            String added = answer.chunk(data, dataFrom, dataTo);
            if (!added.isEmpty()) {
                text.accept(added);
            }
        }
    }

    @Override
    public void end() {
        framer.end(this);
        listener.answered(answer, candidate);
    }

    @Override
    public void whole(Buffer body, RouteTrace trace) {
        listener.failed(
                Problem.of(ProblemCode.PROVIDER_ERROR, "The provider answered whole where a stream was asked for."));
    }

    @Override
    public void rejected(int status, Buffer body, RouteTrace trace) {
        listener.failed(Problem.of(
                ProblemCode.PROVIDER_REJECTED,
                "The provider refuses this conversation with status " + status + ".",
                "Look at the agent's prompt, tools and limits; the decision record of the route has the rest."));
    }

    @Override
    public void failed(Problem problem, RouteTrace trace) {
        listener.failed(problem);
    }

    private void seen(RouteTrace trace) {
        if (trace.candidate() != null) {
            candidate = trace.candidate();
        }
    }
}
