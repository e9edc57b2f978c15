package io.sallyport.crash;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Carries out a plan: faults under load, and after each batch of them a rest, in which everything is looked at. */
final class Campaign implements AutoCloseable {
    private static final int TRIES = 3;

    /** The run's next event after the fault. Events of a run whose owner was killed are its successor's. */
    private static final String NEXT_EVENT =
            "select at, type from run_event where run = ? and at > ? order by seq limit 1";

    /** The next event of a run that slept: nobody had to recover, whatever happened meanwhile. */
    private static final String AWAKE = "run.resumed";

    private final Report report;
    private final Database database;
    private final Injector injector;
    private final Verdict verdict;
    private final Workload workload;
    private final Persons persons;
    private final Users users;
    private final int batch;
    private final List<Interruption> open = new ArrayList<>();

    /**
     * @param clients how many runs are under way at once
     * @param batch   faults between two rests
     * @param sorts   what the runs are about
     */
    Campaign(Cluster cluster, Report report, Duration lease, Random chance, int clients, int batch, Set<Sort> sorts) {
        this.report = report;
        this.batch = batch;
        this.database = new Database(cluster.stores()::connect);
        this.injector = new Injector(cluster, database, lease);
        RunClient client = new RunClient(cluster);
        this.persons = new Persons(cluster, client);
        this.users = new Users(cluster, client, new Database(cluster.stores()::connect));
        this.verdict = new Verdict(database, cluster, persons);
        String name = "n" + Long.toString(Math.floorMod(chance.nextLong(), 1L << 40), 36);
        this.workload = new Workload(client, name, chance, clients, EffectClass.of(sorts));
    }

    /** Carries out {@code plan}, or as much of it as {@code limit} leaves time for. */
    void carryOut(List<Cell> plan, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        int done = 0;
        for (Cell cell : plan) {
            if (System.nanoTime() > deadline) {
                break;
            }
            injectOrSay(cell);
            done++;
            if (done % batch == 0) {
                rest();
                System.out.println(report.line(done, plan.size()));
                workload.resume();
            }
        }
        rest();
        System.out.println(report.line(done, plan.size()));
    }

    private void injectOrSay(Cell cell) {
        workload.prefer(cell.effect());
        for (int i = 0; i < TRIES; i++) {
            Optional<List<Interruption>> interrupted = injector.inject(cell);
            if (interrupted.isPresent()) {
                report.injected(cell, interrupted.get());
                open.addAll(interrupted.get());
                return;
            }
        }
        report.notReached(cell);
    }

    private void rest() {
        injector.awaitAll();
        List<Job> jobs = workload.rest();
        report.settled(jobs, verdict.on(jobs), verdict);
        open.forEach(this::recovery);
        open.clear();
    }

    private void recovery(Interruption interruption) {
        OffsetDateTime at = interruption.at().atOffset(ZoneOffset.UTC);
        Optional<OffsetDateTime> next = database
                .query(
                        NEXT_EVENT,
                        row -> Map.entry(row.getObject(1, OffsetDateTime.class), row.getString(2)),
                        interruption.run(),
                        at)
                .stream()
                .filter(event -> !event.getValue().equals(AWAKE))
                .map(Map.Entry::getKey)
                .findFirst();
        next.map(OffsetDateTime::toInstant)
                .map(moment -> Duration.between(interruption.at(), moment).toMillis())
                .ifPresent(millis -> report.recovered(interruption.fault(), millis));
    }

    @Override
    public void close() {
        workload.close();
        persons.close();
        users.close();
    }
}
