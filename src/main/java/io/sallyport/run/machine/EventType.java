package io.sallyport.run.machine;

import java.util.Arrays;
import java.util.Optional;

/** The names that events have on the stream and in the journal. */
public enum EventType {
    RUN_CREATED("run.created"),
    RUN_STARTED("run.started"),
    STEP_STARTED("step.started"),
    RESET("reset"),
    MESSAGE_COMPLETED("message.completed"),
    MESSAGE_LOST("message.lost"),
    TOOL_PROPOSED("tool.proposed"),
    TOOL_ALLOWED("tool.allowed"),
    TOOL_APPROVAL_REQUIRED("tool.approval_required"),
    TOOL_DENIED("tool.denied"),
    TOOL_STARTED("tool.started"),
    TOOL_RETRYING("tool.retrying"),
    TOOL_CHILD_STARTED("tool.child_started"),
    TOOL_INPUT_REQUIRED("tool.input_required"),
    TOOL_COMPLETED("tool.completed"),
    TOOL_UNKNOWN("tool.unknown"),
    TOOL_RECONCILED("tool.reconciled"),
    RUN_WAITING("run.waiting"),
    RUN_RESUMED("run.resumed"),
    RUN_COMPLETED("run.completed"),
    RUN_FAILED("run.failed"),
    RUN_CANCELLED("run.cancelled"),
    RUN_EXPIRED("run.expired"),
    RUN_LIMIT_EXCEEDED("run.limit_exceeded");

    private final String wire;

    EventType(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    /** Whether a run ends with it: nothing ever follows. */
    public boolean terminal() {
        return switch (this) {
            case RUN_COMPLETED, RUN_FAILED, RUN_CANCELLED, RUN_EXPIRED, RUN_LIMIT_EXCEEDED -> true;
            default -> false;
        };
    }

    /** Empty for a name of a later version. */
    public static Optional<EventType> of(String wire) {
        return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
    }
}
