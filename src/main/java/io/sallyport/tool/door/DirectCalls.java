package io.sallyport.tool.door;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.ProblemException;
import io.sallyport.core.Sha256;
import io.sallyport.identity.Caller;
import io.sallyport.tool.ToolKeys;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls of tools by whoever runs a loop elsewhere. */
@Singleton
public class DirectCalls {
    private static final String ADMIN = "admin";

    /** What a name here can look like; what cannot be one is not looked for, so that no store has to cope with it. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    private final Admission admission;
    private final DoorServices services;
    private final UnderWay notices;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ConcurrentMap<Same, Uni<DirectAnswer>> underWay = new ConcurrentHashMap<>();

    DirectCalls(Admission admission, DoorServices services, UnderWay notices) {
        this.admission = admission;
        this.services = services;
        this.notices = notices;
    }

    /**
     * The answer to {@code request}, which goes on whether anybody waits for it or not: what was begun is finished and recorded.
     *
     * @throws ProblemException what is wrong with the request; nothing was done then
     */
    public Uni<DirectAnswer> call(Caller caller, DirectRequest request) {
        DirectOrder order = admission.order(caller, request);
        String key = order.key();
        return key == null ? begun(perform(order)) : once(order, key);
    }

    /** Equal requests on one replica are one request to the stores, however many they are. */
    private Uni<DirectAnswer> once(DirectOrder order, String key) {
        Same same = new Same(
                key, order.identity().client(), order.identity().subject(), ToolKeys.argumentsHash(order.arguments()));
        Uni<DirectAnswer> answer = perform(order)
                .onTermination()
                .invoke(() -> underWay.remove(same))
                .memoize()
                .indefinitely();
        Uni<DirectAnswer> first = underWay.putIfAbsent(same, answer);
        return first == null ? begun(answer) : first.map(DirectAnswer::again);
    }

    private Uni<DirectAnswer> perform(DirectOrder order) {
        return new OneCall(services, order, new Waits(waiting)).perform();
    }

    private Uni<DirectAnswer> begun(Uni<DirectAnswer> work) {
        Runnable ended = notices.begun();
        Uni<DirectAnswer> answer = work.onTermination().invoke(ended).memoize().indefinitely();
        var _ = answer.subscribe().with(done -> {}, failed -> {});
        return answer;
    }

    /** What equal requests have in common. */
    private record Same(String key, String client, @Nullable String subject, Sha256 arguments) {}

    /**
     * A call that the caller, or anybody where it may administer, has made.
     *
     * @throws ProblemException {@code call_not_found}, in the {@code Uni}
     */
    public Uni<CallRecord> find(Caller caller, String tool, String call) {
        if (!ID.matcher(tool).matches() || !ID.matcher(call).matches()) {
            return Uni.createFrom().failure(DoorProblems.noSuchCall().exception());
        }
        return services.ledger()
                .record(caller.identity().tenant(), tool, call)
                .onFailure(StoreUnavailable.class)
                .transform(away -> DoorProblems.ledgerAway().exception())
                .map(found -> found.filter(record -> mayRead(caller, record))
                        .orElseThrow(() -> DoorProblems.noSuchCall().exception()));
    }

    private static boolean mayRead(Caller caller, CallRecord record) {
        boolean own = record.client().equals(caller.identity().client())
                && Objects.equals(record.subject(), caller.identity().subject());
        return own || caller.may().allows(ADMIN);
    }
}
