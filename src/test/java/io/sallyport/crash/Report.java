package io.sallyport.crash;

import io.sallyport.testing.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has happened so far, and what came of it: for the one who waits, as JSON and as a page. */
final class Report {
    private final String title;
    private final long seed;
    private final Instant began = Instant.now();
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> interrupted = new EnumMap<>(Fault.class);
    private final Map<Fault, List<Long>> recovery = new EnumMap<>(Fault.class);
    private final Map<String, Integer> cells = new TreeMap<>();
    private final Map<Sort, Set<String>> reached = new EnumMap<>(Sort.class);
    private final List<String> notReached = new ArrayList<>();
    private final Map<String, Object> conditions = new LinkedHashMap<>();
    private Map<String, Long> calls = Map.of();
    private Map<String, Long> unknowns = Map.of();
    private final Verdict.Findings findings = Verdict.Findings.none();
    private int accepted;
    private int comebacks;
    private int notApplied;
    private final Map<EffectClass, Integer> runs = new EnumMap<>(EffectClass.class);
    private long strangers;

    Report(String title, long seed) {
        this.title = title;
        this.seed = seed;
    }

    void condition(String name, Object value) {
        conditions.put(name, value);
    }

    void injected(Cell cell, List<Interruption> runs) {
        injected.merge(cell.fault(), 1, Integer::sum);
        interrupted.merge(cell.fault(), runs.size(), Integer::sum);
        cells.merge(cell.toString(), 1, Integer::sum);
        reached.computeIfAbsent(cell.effect().sort(), none -> new TreeSet<>()).add(cell.toString());
    }

    void notReached(Cell cell) {
        notReached.add(cell.toString());
    }

    /** After a batch: what became of its runs. */
    void settled(List<Job> jobs, Verdict.Findings found, Verdict verdict) {
        accepted += jobs.size();
        jobs.forEach(job -> runs.merge(job.effect(), 1, Integer::sum));
        notApplied = verdict.notApplied();
        comebacks += jobs.stream().mapToInt(job -> job.connections() - 1).sum();
        findings.lost().addAll(found.lost());
        findings.takenBack().addAll(found.takenBack());
        findings.broken().addAll(found.broken());
        findings.missing().addAll(found.missing());
        found.duplicates().forEach((effect, list) -> list.forEach(what -> findings.duplicate(effect, what)));
        calls = verdict.calls();
        unknowns = verdict.unknowns();
        strangers = verdict.strangers(accepted);
        interrupted.put(Fault.TOOL_RESET, verdict.resets());
    }

    void recovered(Fault fault, long millis) {
        recovery.computeIfAbsent(fault, none -> new ArrayList<>()).add(millis);
    }

    int accepted() {
        return accepted;
    }

    int interruptedRuns() {
        return interrupted.values().stream().mapToInt(Integer::intValue).sum();
    }

    Percentiles recovery(Fault fault) {
        return Percentiles.of(recovery.getOrDefault(fault, List.of()));
    }

    /** Everything that must not be; empty where all is well. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        findings.lost().forEach(what -> wrong.add("lost: " + what));
        findings.takenBack().forEach(what -> wrong.add("taken back: " + what));
        findings.broken().forEach(what -> wrong.add("broken: " + what));
        findings.missing().forEach(what -> wrong.add("missing: " + what));
        findings.duplicates()
                .forEach((effect, list) -> list.forEach(what -> wrong.add("twice: " + effect + " " + what)));
        if (strangers != 0) {
            wrong.add("runs that nobody was told of: " + strangers);
        }
        unknowns.forEach((agent, count) -> {
            if (!mayBeUnknown(agent)) {
                wrong.add("unknown outcomes of " + agent + ": " + count);
            }
        });
        return wrong;
    }

    private static boolean mayBeUnknown(String agent) {
        return Arrays.stream(EffectClass.values())
                .anyMatch(effect -> effect.mayBeUnknown() && effect.agent().equals(agent));
    }

    /** One line for the one who waits. */
    String line(int done, int of) {
        return "crash: %d/%d faults, %d runs accepted, %d interrupted, wrong: %d, %d s"
                .formatted(
                        done,
                        of,
                        accepted,
                        interruptedRuns(),
                        wrong().size(),
                        duration().toSeconds());
    }

    private Duration duration() {
        return Duration.between(began, Instant.now());
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("title", title);
        facts.put("seed", seed);
        facts.put("began", began.toString());
        facts.put("seconds", duration().toSeconds());
        facts.put("conditions", conditions);
        facts.put("faults", injected);
        facts.put(
                "faultsInAll",
                injected.values().stream().mapToInt(Integer::intValue).sum());
        facts.put("interruptedRuns", interrupted);
        facts.put("interruptedRunsInAll", interruptedRuns());
        facts.put("cells", cells.size());
        Map<Sort, Integer> cellsBySort = new EnumMap<>(Sort.class);
        reached.forEach((sort, names) -> cellsBySort.put(sort, names.size()));
        facts.put("cellsBySort", cellsBySort);
        facts.put("faultsByCell", cells);
        facts.put(
                "leastFaultsOfACell",
                cells.values().stream().mapToInt(Integer::intValue).min().orElse(0));
        facts.put("cellsNotReached", notReached);
        facts.put("runsAccepted", accepted);
        facts.put("runsByClass", runs);
        facts.put("callsThatReachedNoTool", notApplied);
        facts.put("lost", findings.lost().size());
        facts.put("eventsTakenBack", findings.takenBack().size());
        facts.put("brokenJournals", findings.broken().size());
        facts.put("missingEffects", findings.missing().size());
        facts.put("runsNobodyWasToldOf", strangers);
        Map<EffectClass, Integer> duplicates = new EnumMap<>(EffectClass.class);
        for (EffectClass effect : EffectClass.values()) {
            duplicates.put(
                    effect,
                    findings.duplicates().getOrDefault(effect, List.of()).size());
        }
        facts.put("duplicatedEffects", duplicates);
        facts.put("unknownOutcomes", unknowns);
        facts.put("calls", calls);
        facts.put("streamsThatCameBack", comebacks);
        Map<Fault, Object> times = new EnumMap<>(Fault.class);
        recovery.forEach(
                (fault, millis) -> times.put(fault, Percentiles.of(millis).facts()));
        facts.put("timeToRecover", times);
        facts.put("wrong", wrong());
        return facts;
    }

    /** {@code <name>.json} and {@code <name>.md} in {@code folder}. */
    void write(Path folder, String name) {
        try {
            Files.createDirectories(folder);
            String json = Json.parse(Json.write(facts())).toPrettyString();
            Files.writeString(folder.resolve(name + ".json"), json + "\n");
            Files.writeString(folder.resolve(name + ".md"), ReportPage.of(Json.parse(json)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
