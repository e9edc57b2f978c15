package io.sallyport.tool.door;

import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import org.jspecify.annotations.Nullable;

/** What a caller is told about its call. */
public sealed interface DirectAnswer {
    /** Which call of the ledger this is about; null where there is none. */
    @Nullable
    String call();

    Origin origin();

    /** The same, as it is told to whoever asked for the same while it was under way. */
    default DirectAnswer again() {
        return this instanceof Result(String call, Bytes json, Origin origin)
                ? new Result(call, json, Origin.RECORDED)
                : this;
    }

    /** The tool's result, JSON. */
    record Result(String call, Bytes json, Origin origin) implements DirectAnswer {}

    /** It did not succeed, or nobody knows. */
    record Refusal(@Nullable String call, Problem problem, Origin origin) implements DirectAnswer {}

    /** Where the answer comes from. */
    enum Origin {
        /** This request had it made. */
        FRESH,
        /** An earlier request by the same key had. */
        RECORDED
    }
}
