package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Message;
import io.sallyport.chat.Operation;
import io.sallyport.checkpoint.AttemptRow;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.Json;
import io.sallyport.limit.Spender;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.CallStart;
import io.sallyport.run.News;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.Losses;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Transcript;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** C2 and C3: what a call may take is held, a model is asked, and its answer is committed before anybody acts on it. */
final class ModelStep {
    private static final long FIRST_PAUSE_MILLIS = 1000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final RunTask task;
    private final Conductor conductor;
    private final Services services;
    private @Nullable Call current;

    ModelStep(RunTask task, Conductor conductor, Services services) {
        this.task = task;
        this.conductor = conductor;
        this.services = services;
    }

    /** One attempt at one step. */
    private final class Call implements ModelReply.Listener {
        private final int step;
        private final int attempt;
        private final Reservation held;
        private final Bytes body;
        private final Catalog catalog;
        private final RouteSpec route;
        private final Bill bill;
        private @Nullable Runnable cancel;
        private int deltas;
        private boolean over;

        Call(int step, int attempt, Reservation held, Bytes body, Catalog catalog, RouteSpec route) {
            this.step = step;
            this.attempt = attempt;
            this.held = held;
            this.body = body;
            this.catalog = catalog;
            this.route = route;
            this.bill = new Bill(route, body.length(), held, services.clock().instant());
        }

        /** @param lost what the attempt before may have cost */
        private void reserve(Optional<RunEvent> lost) {
            RunEvent begun = attempt == 1
                    ? new RunEvent.StepStarted(step, attempt, route.alias(), held.tokens(), held.nano())
                    : new RunEvent.Reset(step, attempt, route.alias(), "another_attempt", held.tokens(), held.nano());
            task.submit(
                    () -> Optional.of(Draft.of(CommitPoint.C2_RESERVE, begun)
                            .after(lost.stream().toList())
                            .with(row("STARTED", null, null, null, 0))),
                    left -> ask(left));
        }

        private void ask(Mailbox.Left left) {
            if (left == Mailbox.Left.DROPPED || over || !task.mayStart()) {
                finish();
                return;
            }
            ModelReply reply = new ModelReply(services.perform().models().mostEventBytes(), this::said, this);
            Runnable begun = services.perform().models().begin(start(), catalog, body, reply);
            if (!over) {
                cancel = begun;
            }
        }

        private CallStart start() {
            RunRecord run = task.run();
            // On its creator's account, whose roles nobody knows any more.
            Spender creator = new Spender(run.tenant(), run.client(), Set.of(), run.subject(), run.agent(), run.id());
            String client = task.revision().agent().client();
            return new CallStart(
                    run.requestId(), route, client, creator, Operation.CHAT, true, task.traceparent(), null);
        }

        private void said(String text) {
            services.news().publish(task.run().id(), new News.Delta(task.lastSeq(), step, attempt, ++deltas, text));
        }

        @Override
        public void answered(AnswerAssembler answer, String model, List<AttemptRecord> attempts) {
            task.guarded(() -> took(answer, model, attempts));
        }

        private void took(AnswerAssembler answer, String model, List<AttemptRecord> attempts) {
            if (over) {
                return;
            }
            over = true;
            Answered answered = Answered.of(answer, model, task, bill, step, attempt);
            List<RunEvent.MessageLost> lost = bill.lost(step, attempt, attempts);
            task.submit(
                    () -> Optional.of(Draft.of(
                                    CommitPoint.C3_ANSWER,
                                    answered.events(
                                            services.ids(),
                                            task.revision().tools().keySet()))
                            .after(lost)
                            .with(row(
                                    "ANSWERED",
                                    model,
                                    null,
                                    answered.event().usage(),
                                    answered.event().costNano() + Bill.nano(lost)))),
                    left -> finish());
        }

        @Override
        public void failed(Problem problem, List<AttemptRecord> attempts) {
            task.guarded(() -> gaveUp(problem, attempts));
        }

        private void gaveUp(Problem problem, List<AttemptRecord> attempts) {
            if (over) {
                return;
            }
            over = true;
            cancelCall();
            if (Refusals.ends(problem)) {
                conductor.end(Refusals.limit(problem), RunStatus.LIMIT_EXCEEDED);
                finish();
            } else if (Refusals.passes(problem) || problem.code() == ProblemCode.PROVIDER_MISCONFIGURED) {
                pause(problem, bill.lost(step, attempt, attempts));
            } else {
                conductor.end(
                        new RunEvent.Failed(
                                problem.code().code(), problem.detail(), Optional.ofNullable(problem.fix())),
                        RunStatus.FAILED);
                finish();
            }
        }

        /** Nobody answers at the moment: the run sleeps, longer each time, and tries again. */
        private void pause(Problem problem, List<RunEvent.MessageLost> lost) {
            current = null;
            String code = problem.code().code();
            long millis = Math.max(pauseMillis(task.state().timers()), Refusals.retryAfterMillis(problem));
            RunEvent.Waiting waiting = new RunEvent.Waiting(
                    RunStatus.WAITING_TIMER,
                    millis,
                    Json.object().put(Refusals.isOurs(problem) ? "limit" : "provider", code));
            task.submit(
                    () -> Optional.of(
                            Sleeping.draft(waiting).after(lost).with(row("FAILED", null, code, null, Bill.nano(lost)))),
                    left -> finish());
        }

        private AttemptRow row(
                String state,
                @Nullable String model,
                @Nullable String code,
                io.sallyport.chat.@Nullable Usage usage,
                long nano) {
            return new AttemptRow(
                    step, attempt, state, route.alias(), model, code, held.tokens(), held.nano(), usage, nano);
        }

        /** What nobody will take any more is not to go on at the provider's; again does nothing. */
        private void cancelCall() {
            Runnable begun = cancel;
            cancel = null;
            if (begun != null) {
                begun.run();
            }
        }

        private void finish() {
            over = true;
            if (current == this) {
                current = null;
            }
            conductor.ended("model");
        }

        private void drop() {
            if (!over) {
                over = true;
                cancelCall();
                finish();
            }
        }
    }

    void begin(int step, int attempt) {
        AgentRevision revision = task.revision();
        int most = task.limits().steps();
        if (step + task.state().spent().family().steps() > most) {
            conductor.end(new RunEvent.LimitExceeded("steps", Integer.toString(most)), RunStatus.LIMIT_EXCEEDED);
            conductor.ended("model");
            return;
        }
        Catalog catalog = services.catalogs().current();
        RouteSpec route = catalog.routes().get(revision.agent().route());
        if (route == null) {
            conductor.sleep(new RunEvent.Waiting(
                    RunStatus.WAITING_TIMER,
                    pauseMillis(task.state().timers()),
                    Json.object()
                            .put("provider", "route_missing")
                            .put("route", revision.agent().route())));
            conductor.ended("model");
            return;
        }
        Optional<RunEvent> lost = Losses.held(task.state(), "not_answered");
        RunState now = lost.map(event ->
                        Fold.apply(task.state(), event, task.databaseClock().now()))
                .orElse(task.state());
        Instant moment = services.clock().instant();
        task.beside().compute(task.isLarge(), () -> question(revision, now, route, moment), question -> {
            if (task.mayAct()) {
                ask(step, attempt, catalog, route, question, lost);
            } else {
                conductor.ended("model"); // while it was written down
            }
        });
    }

    /** What a model is to be asked, and what that may take. */
    private record Question(Reservation.Result reservation, Bytes body) {}

    private Question question(AgentRevision revision, RunState now, RouteSpec route, Instant moment) {
        List<Message> conversation = Transcript.of(now, task.history(), Answers.of(revision));
        OptionalLong asked = asked(revision);
        Bytes first = Body.of(revision, conversation, asked);
        Reservation.Result result = Reservation.of(task.limits(), now.spent(), route, first.length(), asked, moment);
        return new Question(
                result,
                result instanceof Reservation.Result.Held(Reservation held)
                        ? Body.of(revision, conversation, held.maxTokens())
                        : first);
    }

    private void ask(
            int step, int attempt, Catalog catalog, RouteSpec route, Question question, Optional<RunEvent> lost) {
        switch (question.reservation()) {
            case Reservation.Result.Held(Reservation held) -> {
                Call call = new Call(step, attempt, held, question.body(), catalog, route);
                current = call;
                call.reserve(lost);
            }
            case Reservation.Result.Exceeded(RunEvent.LimitExceeded limit) -> {
                conductor.end(limit, RunStatus.LIMIT_EXCEEDED);
                conductor.ended("model");
            }
        }
    }

    private static OptionalLong asked(AgentRevision revision) {
        long most = revision.prompt()
                .frontMatter()
                .path("config")
                .path("maxOutputTokens")
                .asLong(0);
        return most > 0 ? OptionalLong.of(most) : OptionalLong.empty();
    }

    private static long pauseMillis(int timers) {
        return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(10, timers));
    }

    /** Drops the call under way, if there is one: an answer that was not committed was never given. */
    void stop() {
        Call dropped = current;
        if (dropped != null) {
            dropped.drop();
        }
    }
}
