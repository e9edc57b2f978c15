package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Usage;
import io.sallyport.dialect.openai.ChunkScan;
import io.sallyport.dialect.openai.WholeAnswer;
import io.sallyport.provider.ModelProvider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.ProviderFault;
import io.sallyport.provider.ProviderListener;
import io.sallyport.provider.ProviderRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one candidate. Two moments matter to others: it has <em>begun</em> when the first token (or a whole answer) is
 * here, and is <em>finished</em> when nothing more will come; the breaker waits for the second, the retry for the first.
 */
final class Attempt implements ProviderListener {
    /** How the request relates to what the caller already has. */
    enum Mode {
        /** The caller has nothing. */
        FRESH,
        /** The caller has the beginning; the candidate is asked to go on from there. */
        PREFILL,
        /** The caller has the beginning; the candidate is asked anew and its answer must begin the same. */
        RESTART
    }

    private static final int MOST_STALE_CONNECTIONS = 8;

    private final CallContext call;
    private final ModelSpec model;
    private final Mode mode;
    private final int number;
    private final Allowed allowed;
    private final AttemptTimers timers;
    private final AttemptObservation observation;
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final long startNanos = System.nanoTime();
    private final long startedMs;
    private @Nullable ModelProvider provider;
    private @Nullable ProviderRequest request;
    private @Nullable ProviderCall exchange;
    private @Nullable BodyReader reader;
    private @Nullable Usage usage;
    private @Nullable String responseModel;
    private @Nullable String finishReason;
    private @Nullable AttemptFailed failedWith;
    private int status;
    private int stale;
    private int deltas;
    private long textBytes;
    private long firstTokenNanos = -1;
    private boolean over;
    private boolean ended;

    Attempt(CallContext call, ModelSpec model, Mode mode, int number, Allowed allowed) {
        this.call = call;
        this.model = model;
        this.mode = mode;
        this.number = number;
        this.allowed = allowed;
        this.startedMs = call.deadline().elapsedMillis();
        this.timers = new AttemptTimers(call, this);
        this.observation = call.observation().attemptStarted(model, number);
    }

    /** Sends the request; the stage ends when the exchange does. */
    CompletionStage<Void> start(ModelProvider to, ProviderRequest what) {
        provider = to;
        request = what.with(observation.headers());
        timers.attemptStarts();
        exchange = to.call(request, this);
        return finished;
    }

    @Override
    public void head(int newStatus, MultiMap headers) {
        if (over) {
            return;
        }
        status = newStatus;
        String contentType = headers.get("content-type");
        if (status != 200) {
            reader = new ErrorReader(this, status, RetryAfter.millis(headers, InstantSource.system()));
        } else if (!call.streaming()) {
            reader = new WholeReader(this, call.asked(), call.limits().answerBytes());
        } else if (contentType == null || contentType.startsWith("text/event-stream")) {
            reader =
                    new StreamReader(this, call.asked().choices(), call.limits().eventBytes());
        } else {
            reader = new NotAStreamReader(this, contentType);
        }
    }

    @Override
    public void body(Buffer part) {
        timers.heard();
        if (reader != null && !over) {
            reader.part(part);
        }
    }

    @Override
    public void ended() {
        ended = true;
        timers.exchangeEnded();
        if (reader != null && !over) {
            reader.end();
        }
    }

    @Override
    public void failed(ProviderFault fault) {
        ended = true;
        timers.exchangeEnded();
        if (over) {
            return;
        }
        if (fault.kind() == ProviderFault.Kind.STALE_CONNECTION
                && stale++ < MOST_STALE_CONNECTIONS
                && request != null) {
            ended = false;
            exchange = Objects.requireNonNull(provider).call(request, this);
            return;
        }
        if (fault.kind() == ProviderFault.Kind.CUT && reader instanceof StreamReader stream && stream.allFinished()) {
            stream.completeNow();
            return;
        }
        fail(failure(FaultOutcomes.of(fault.kind()), fault.detail()));
    }

    /** A sound chunk, from the reader. */
    void chunk(ChunkScan chunk, byte[] raw, int from, int to) {
        remember(chunk);
        boolean first = firstTokenNanos < 0 && (chunk.hasDelta() || chunk.finished() > 0);
        call.relay().accept(this, chunk, raw, from, to);
        if (first && !over) {
            begin();
        }
    }

    private void remember(ChunkScan chunk) {
        if (chunk.hasDelta()) {
            deltas++;
            textBytes += chunk.textBytes();
        }
        Usage counted = chunk.usage();
        usage = counted == null ? usage : counted;
        String reason = chunk.finishReason();
        finishReason = reason == null ? finishReason : reason;
        responseModel = responseModel == null ? chunk.model() : responseModel;
    }

    private void begin() {
        firstTokenNanos = System.nanoTime() - startNanos;
        timers.firstTokenCame();
        if (call.probes(model)) {
            // A half-open breaker waits for its probe: the first token is answer enough.
            finished.complete(null);
        }
        begun.complete(true);
    }

    /** A whole answer, from the reader. */
    void answered(Buffer body, WholeAnswer answer) {
        usage = answer.usage();
        finishReason = answer.finishReason();
        responseModel = answer.model();
        textBytes = body.length();
        firstTokenNanos = System.nanoTime() - startNanos;
        call.keep(body);
        over(AttemptOutcome.OK, null);
        begun.complete(true);
        finished.complete(null);
    }

    /** The stream is complete, from the reader. */
    void complete() {
        if (over) {
            return;
        }
        if (!call.relay().endsWell()) {
            fail(failure(AttemptOutcome.DIVERGED, "the new answer does not begin with what was delivered"));
            return;
        }
        if (firstTokenNanos < 0) {
            begin(); // an empty answer is an answer
        }
        over(AttemptOutcome.OK, null);
        if (!ended) {
            timers.lingerForEnd();
        }
        finished.complete(null);
        call.relay().complete();
    }

    /** A read from the provider has been looked at whole. */
    void partEnds() {
        call.relay().flush();
    }

    AttemptFailed failure(AttemptOutcome outcome, String detail) {
        return new AttemptFailed(model, outcome, status, detail, call::mayRetry);
    }

    /** Ends the attempt without success: the exchange is given up if it is still under way. */
    void fail(AttemptFailed failure) {
        if (over) {
            return;
        }
        failedWith = failure;
        over(failure.outcome(), failure.detail());
        abandonExchange();
        boolean hadBegun = begun.isDone();
        finished.completeExceptionally(failure);
        begun.completeExceptionally(failure);
        if (hadBegun) {
            call.cutShort(failure);
        }
    }

    /** The guard ended in a way that is no attempt's failure: a mistake of ours, which must not leave the caller waiting. */
    void brokenBy(@Nullable Throwable failure) {
        if (failure != null && !(failure instanceof AttemptFailed)) {
            begun.completeExceptionally(failure);
        }
    }

    /** Gives the attempt up because the call is over; nobody's failure, except that a probe that learnt nothing proves nothing. */
    void cancel(AttemptOutcome why) {
        if (over) {
            return;
        }
        boolean unanswered = firstTokenNanos < 0;
        boolean blamed = unanswered && (why == AttemptOutcome.TOTAL_TIMEOUT || call.probes(model));
        AttemptFailed failure = blamed ? failure(why, "given up").blamed() : failure(why, "given up");
        over(why, null);
        abandonExchange();
        finished.completeExceptionally(failure);
        begun.completeExceptionally(failure);
    }

    private void over(AttemptOutcome outcome, @Nullable String detail) {
        over = true;
        timers.attemptOver();
        AttemptRecord attemptRecord = new AttemptRecord(
                model.ref(),
                number,
                outcome,
                status,
                startedMs,
                firstTokenNanos < 0 ? -1 : firstTokenNanos / 1_000_000,
                (System.nanoTime() - startNanos) / 1_000_000,
                detail,
                usage);
        call.attemptEnded(this, attemptRecord);
        observation.ended(attemptRecord, responseModel);
    }

    void abandonExchange() {
        if (!ended && exchange != null) {
            ended = true;
            exchange.cancel();
        }
    }

    void pause() {
        timers.paused();
        if (exchange != null) {
            exchange.pause();
        }
    }

    void resume() {
        timers.resumed();
        if (exchange != null) {
            exchange.resume();
        }
    }

    CompletionStage<Boolean> begun() {
        return begun;
    }

    boolean isOver() {
        return over;
    }

    boolean hasBegun() {
        return firstTokenNanos >= 0;
    }

    /** How it failed, or null. */
    @Nullable
    AttemptFailed failure() {
        return failedWith;
    }

    /** Whether a finished stream is only kept open by the provider; if so it is completed. */
    boolean completeIfFinished() {
        if (reader instanceof StreamReader stream && stream.allFinished()) {
            stream.completeNow();
            partEnds();
            return true;
        }
        return false;
    }

    Mode mode() {
        return mode;
    }

    ModelSpec model() {
        return model;
    }

    int number() {
        return number;
    }

    Allowed allowed() {
        return allowed;
    }

    /** Chunks of a stream that brought something; 0 for a whole answer. */
    int deltas() {
        return deltas;
    }

    /** Bytes of the first choice's text in a stream, or of a whole answer. */
    long textBytes() {
        return textBytes;
    }

    /** The model that the provider says it is, or null. */
    @Nullable
    String responseModel() {
        return responseModel;
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    @Nullable
    String finishReason() {
        return finishReason;
    }
}
