package io.sallyport.run.machine;

import io.sallyport.checkpoint.RunStatus;
import java.util.List;

/** Something that ought to be going on. Equal by value, so that a driver knows what it has begun already. */
public sealed interface Effect {
    /** What it is about: only one effect about the same thing is performed at a time. */
    default String subject() {
        return switch (this) {
            case Open _ -> "open";
            case AskModel _ -> "model";
            case Decide _ -> "decide";
            case CallTool(String call, int _) -> call;
            case Recover(String call, int _) -> call;
            case SettleUnknown(String call) -> call;
            case Sleep _, Complete _ -> "end";
        };
    }

    /** Render the prompt and write down how the conversation begins. */
    record Open() implements Effect {}

    /** Reserve, and ask a model. */
    record AskModel(int step, int attempt) implements Effect {}

    /** Decide on these calls: permitted, denied, or a person's to decide. */
    record Decide(List<String> calls) implements Effect {
        public Decide {
            calls = List.copyOf(calls);
        }
    }

    /** Write the intent, and call. */
    record CallTool(String call, int attempt) implements Effect {}

    /** An attempt was begun, and its owner is gone: find out what may be done about it. */
    record Recover(String call, int attempt) implements Effect {}

    /** Nobody knows what became of it: do what the manifest says. */
    record SettleUnknown(String call) implements Effect {}

    /** Nothing is left to do but wait. */
    record Sleep(RunStatus status) implements Effect {}

    /** The last answer wants nothing done. */
    record Complete() implements Effect {}
}
