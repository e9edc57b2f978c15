package io.sallyport.edge.openai;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** JSON as the one line that an event's data is. */
final class Lines {
    private Lines() {}

    /** The same JSON without line breaks; inside strings JSON has none. */
    static Buffer joined(Buffer json) {
        return Buffer.buffer(json.toString(StandardCharsets.UTF_8).replaceAll("[\\r\\n]+", " "));
    }
}
