package io.sallyport.edge.admin;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import org.jspecify.annotations.Nullable;

/** How long a page of an admin list is. */
final class Paging {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    private Paging() {}

    static int limit(@Nullable String asked) {
        if (asked == null) {
            return USUAL;
        }
        if (!asked.matches("[0-9]{1,4}") || Integer.parseInt(asked) < 1 || Integer.parseInt(asked) > MOST) {
            throw Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "limit is not a number from 1 to " + MOST + ".",
                            "Correct or omit it.")
                    .at("limit")
                    .exception();
        }
        return Integer.parseInt(asked);
    }
}
