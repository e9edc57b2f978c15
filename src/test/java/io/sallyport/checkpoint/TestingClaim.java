package io.sallyport.checkpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which runs a claim may have, and which it gets: the rules that the statement in PostgreSQL states, once more and plainly. */
record TestingClaim(Collection<TestingRun> runs, ClaimOrder order, Instant now, Instant up) {

    private record Candidate(TestingRun run, Instant due, boolean suspect) {}

    List<TestingRun> picked() {
        List<Candidate> all = runs.stream()
                .flatMap(this::candidate)
                .sorted(Comparator.comparing(Candidate::due)
                        .thenComparing(candidate -> candidate.run().order.id()))
                .toList();
        List<Candidate> suspects = all.stream().filter(Candidate::suspect).toList();
        return suspects.isEmpty()
                ? inTurns(all).limit(order.most()).toList()
                : List.of(suspects.getFirst().run());
    }

    /** Of the runs that are given alone the one that has been due the longest, unless one is performed just now. */
    static Optional<TestingRun> overdue(Collection<TestingRun> runs, Instant now, Duration overdue) {
        boolean performed = runs.stream()
                .anyMatch(run -> run.status == RunStatus.RUNNING
                        && run.expiries >= ClaimOrder.ALONE_FROM
                        && !run.leaseUntil.isBefore(now));
        return runs.stream()
                .filter(run -> !performed && isDueAlone(run, now.minus(overdue)))
                .min(Comparator.comparing(run -> run.status == RunStatus.RUNNING ? run.leaseUntil : run.availableAt));
    }

    private static boolean isDueAlone(TestingRun run, Instant then) {
        if (run.status == RunStatus.RUNNING) {
            return run.expiries >= ClaimOrder.ALONE_FROM - 1
                    && run.leaseUntil.plus(ClaimOrder.delay(run.expiries + 1)).isBefore(then);
        }
        return run.status == RunStatus.QUEUED
                && run.expiries >= ClaimOrder.ALONE_FROM
                && run.availableAt.isBefore(then);
    }

    boolean counts(TestingRun run) {
        return run.status == RunStatus.RUNNING && order.seesExpiries() && up.isBefore(run.leasedAt);
    }

    private Stream<Candidate> candidate(TestingRun run) {
        int expiries = run.expiries + (counts(run) ? 1 : 0);
        boolean suspect = expiries >= ClaimOrder.ALONE_FROM;
        if (!run.open() || suspect && !order.alone()) {
            return Stream.empty();
        }
        if (run.status == RunStatus.RUNNING) {
            Instant due = suspect ? run.leaseUntil.plus(ClaimOrder.delay(expiries)) : run.leaseUntil;
            return due.isBefore(now) ? Stream.of(new Candidate(run, due, suspect)) : Stream.empty();
        }
        boolean due = !run.availableAt.isAfter(now);
        boolean turn = run.signals() > run.signalsSeen || runs.stream().noneMatch(other -> isBefore(other, run));
        return due && turn ? Stream.of(new Candidate(run, run.availableAt, suspect)) : Stream.empty();
    }

    private static boolean isBefore(TestingRun other, TestingRun run) {
        return other.open() && other.order.thread().equals(run.order.thread()) && other.threadPos < run.threadPos;
    }

    /** One of each agent, then a second of each, and so on. */
    private static Stream<TestingRun> inTurns(List<Candidate> all) {
        Map<String, Integer> taken = new HashMap<>();
        record Ranked(int rank, Candidate candidate) {}
        return all.stream()
                .map(candidate -> new Ranked(taken.merge(candidate.run().order.agent(), 1, Integer::sum), candidate))
                .sorted(Comparator.comparingInt(Ranked::rank))
                .map(ranked -> ranked.candidate().run());
    }
}
