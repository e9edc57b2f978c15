package io.sallyport.tool;

import io.sallyport.chat.Usage;
import io.sallyport.limit.Spender;
import io.sallyport.usage.UsageEntry;
import io.sallyport.usage.UsageLedger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Takes calls of tools down in the ledger: who called what, how it ended, how long it took. They cost nothing there. */
@Singleton
public class ToolUsage {
    private static final String WHAT = "tool";

    private final UsageLedger ledger;
    private final InstantSource clock;

    @Inject
    public ToolUsage(UsageLedger ledger) {
        this(ledger, InstantSource.system());
    }

    ToolUsage(UsageLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Has {@code tools} make the attempt, on the account of {@code spender}. */
    public Uni<ToolOutcome> call(Tools tools, ToolRequest request, Spender spender) {
        return Uni.createFrom().deferred(() -> {
            Instant begun = clock.instant();
            return tools.call(request).invoke(outcome -> ledger.write(entry(request, spender, begun, outcome)));
        });
    }

    /** The same {@code tools}, each attempt on the account of whom its id names as the caller. */
    public Tools ofCallers(Tools tools) {
        return new Tools() {
            @Override
            public Uni<ToolOutcome> call(ToolRequest request) {
                ToolCallId id = request.id();
                Spender caller = new Spender(id.tenant(), id.client(), Set.of(), id.subject(), null, null);
                return ToolUsage.this.call(tools, request, caller);
            }

            @Override
            public Uni<LookUpOutcome> lookUp(ToolRequest request) {
                return tools.lookUp(request);
            }
        };
    }

    private UsageEntry entry(ToolRequest request, Spender spender, Instant begun, ToolOutcome outcome) {
        // A call may be attempted again, under the same name.
        String id = request.id().call()
                + '.'
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return new UsageEntry(
                id,
                begun,
                spender,
                request.id().call(),
                1,
                true,
                WHAT,
                Optional.empty(),
                request.tool().name(),
                Optional.empty(),
                word(outcome),
                Usage.NONE,
                0,
                Optional.empty(),
                false,
                Duration.between(begun, clock.instant()).toMillis(),
                Optional.empty(),
                List.of());
    }

    private static String word(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Succeeded _ -> "ok";
            case ToolOutcome.NeedsInput _ -> "needs_input";
            case ToolOutcome.NotSent _ -> "not_sent";
            case ToolOutcome.NotApplied(ToolError error) -> error.code();
            case ToolOutcome.Applied(ToolError error) -> error.code();
            case ToolOutcome.Later(var _, ToolError error) -> error.code();
            case ToolOutcome.Unknown(ToolError error) -> error.code();
        };
    }
}
