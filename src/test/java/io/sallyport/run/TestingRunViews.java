package io.sallyport.run;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunStatus;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is shown, as a test wants it shown. */
public final class TestingRunViews implements RunViews {
    private final Map<String, ApprovalLine> approvals = new LinkedHashMap<>();
    private final Map<String, ThreadLine> threads = new LinkedHashMap<>();
    private final List<JournalEvent> questions = new ArrayList<>();
    private final Map<String, List<CallLine>> calls = new LinkedHashMap<>();

    /** Whether the store does not answer. */
    public volatile boolean broken;

    public void put(ApprovalLine approval) {
        approvals.put(approval.id(), approval);
    }

    public void put(ThreadLine thread) {
        threads.put(thread.id(), thread);
    }

    public void put(String run, CallLine call) {
        calls.computeIfAbsent(run, id -> new ArrayList<>()).add(call);
    }

    public void ask(JournalEvent question) {
        questions.add(question);
    }

    @Override
    public Uni<List<RunLine>> runs(RunFilter filter) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<RunDetails> details(String run, RunStatus status) {
        return Uni.createFrom()
                .item(new RunDetails(
                        List.of(),
                        calls.getOrDefault(run, List.of()),
                        approvals.values().stream()
                                .filter(line -> line.run().equals(run))
                                .toList(),
                        Optional.<JournalEvent>empty(),
                        Optional.<JournalEvent>empty(),
                        questions));
    }

    @Override
    public Uni<List<ChildLine>> children(String run) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Optional<CallLine>> call(String run, String call) {
        return Uni.createFrom()
                .item(calls.getOrDefault(run, List.of()).stream()
                        .filter(line -> line.id().equals(call))
                        .findFirst());
    }

    @Override
    public Uni<Optional<ApprovalLine>> approval(String approval) {
        return Uni.createFrom().item(Optional.ofNullable(approvals.get(approval)));
    }

    @Override
    public Uni<List<ApprovalLine>> pending(String tenant, @Nullable String after, int most) {
        return Uni.createFrom()
                .item(approvals.values().stream()
                        .filter(line -> line.tenant().equals(tenant))
                        .filter(line -> after == null || line.id().compareTo(after) > 0)
                        .limit(most)
                        .toList());
    }

    @Override
    public Uni<List<String>> pendingIds(String tenant, int most) {
        return Uni.createFrom().deferred(() -> {
            if (broken) {
                throw new IllegalStateException("told to");
            }
            return Uni.createFrom()
                    .item(approvals.values().stream()
                            .filter(line ->
                                    line.tenant().equals(tenant) && line.state().equals("PENDING"))
                            .map(ApprovalLine::id)
                            .limit(most)
                            .toList());
        });
    }

    @Override
    public Uni<Optional<ThreadLine>> thread(String thread) {
        return Uni.createFrom().item(Optional.ofNullable(threads.get(thread)));
    }
}
