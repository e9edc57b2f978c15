package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.tool.http.Exchanged;
import java.util.Optional;

/** What a server said to one request. */
sealed interface Reply {
    /**
     * A JSON-RPC result.
     *
     * @param bytes   how large the message was
     * @param session the session that came with it
     */
    record Result(JsonNode result, int bytes, Optional<String> session) implements Reply {}

    /** A JSON-RPC error. */
    record Failure(long code, String message) implements Reply {}

    /** HTTP itself says what there is to say: nothing was sent, it was refused, the connection broke, it was too late. */
    record Http(Exchanged exchanged) implements Reply {}

    /** It was taken, and what came back is no answer to the request. */
    record Nonsense(String why) implements Reply {}

    /** It was taken, and the answer is larger than anything that is kept. */
    record TooLarge() implements Reply {}

    /** For the operator's log, without a word of the server's. */
    default String shown() {
        return switch (this) {
            case Result _ -> "a result";
            case Failure(long code, String _) -> "error " + code;
            case Nonsense(String why) -> why;
            case TooLarge _ -> "too large";
            case Http(Exchanged.Answer answer) -> "status " + answer.status() + ", " + answer.ending();
            case Http(Exchanged.NotSent unsent) -> unsent.reason() + ", " + unsent.text();
            case Http(Exchanged.Silence silence) -> silence.cause() + ", " + silence.text();
            case Http(Exchanged.NoLongerOurs _) -> "no longer ours";
        };
    }
}
