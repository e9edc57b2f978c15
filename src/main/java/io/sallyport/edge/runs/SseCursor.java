package io.sallyport.edge.runs;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.core.Names;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.run.stream.Cursor;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Up to where a request says that it has read: {@code Last-Event-ID}, which clients send by themselves, else {@code ?after=}, else nothing. */
final class SseCursor {
    static final String HEADER = "Last-Event-ID";
    static final String PARAMETER = "after";

    private SseCursor() {}

    /** @throws io.sallyport.core.ProblemException {@code invalid_request}, naming where it stands */
    static Cursor of(HttpServerRequest request, RunRecord run) {
        String header = request.getHeader(HEADER);
        String name = header == null ? PARAMETER : HEADER;
        String text = header == null ? request.getParam(PARAMETER) : header;
        Cursor cursor = read(name, text);
        if (cursor.seq() >= run.nextSeq() && !run.status().terminal()) {
            throw Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            name + " lies behind the run's last event, which is " + (run.nextSeq() - 1) + ".",
                            "Send the id of an event of this run.")
                    .at(name)
                    .with("last", run.nextSeq() - 1)
                    .exception();
        }
        return cursor;
    }

    // An EventSource that has been given no id yet sends an empty one.
    private static Cursor read(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Cursor.START;
        }
        return Cursor.parse(text)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.INVALID_REQUEST,
                                name + " is no cursor: \"" + Names.shown(text) + "\".",
                                "Send the id of an event of this run, such as 7 or 7.1.3, or omit it.")
                        .at(name)
                        .exception());
    }
}
