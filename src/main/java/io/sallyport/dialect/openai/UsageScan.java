package io.sallyport.dialect.openai;

import io.sallyport.chat.Usage;
import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonScanner;
import io.sallyport.core.json.JsonToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code usage} object. Counts that are not whole numbers make it no usage at all: nothing is invented. */
final class UsageScan {
    private static final Names TOP = Names.within("");
    private static final JsonNames HOLDERS = JsonNames.of("prompt_tokens_details", "completion_tokens_details");
    private static final List<Names> DETAILS =
            List.of(Names.within("prompt_tokens_details"), Names.within("completion_tokens_details"));

    private final UsageCounts counts = new UsageCounts();
    private boolean there;

    /** What the fields of one object are called. */
    private record Names(JsonNames names, List<UsageField> fields) {
        static Names within(String holder) {
            return new Names(UsageField.namesOf(holder), UsageField.fieldsOf(holder));
        }
    }

    void reset() {
        counts.reset();
        there = false;
    }

    /** Reads the value whose first token is the current one, to its end. */
    void read(JsonScanner scanner) {
        there = scanner.token() == JsonToken.OBJECT_START;
        while (there && scanner.next() == JsonToken.NAME) {
            int holder = scanner.in(HOLDERS);
            int field = scanner.in(TOP.names());
            JsonToken value = scanner.next();
            if (field >= 0) {
                TOP.fields().get(field).tell(counts, count(scanner));
            } else if (holder >= 0 && value == JsonToken.OBJECT_START && !details(scanner, DETAILS.get(holder))) {
                return;
            }
            if (!scanner.skip()) {
                return;
            }
        }
    }

    boolean there() {
        return there;
    }

    @Nullable
    Usage usage() {
        return there ? counts.usage() : null;
    }

    private static long count(JsonScanner scanner) {
        return switch (scanner.token()) {
            case NUMBER -> scanner.wholeNumber();
            case NULL -> 0;
            default -> -1;
        };
    }

    /** Whether it could be read to its end. */
    private boolean details(JsonScanner scanner, Names details) {
        while (scanner.next() == JsonToken.NAME) {
            int field = scanner.in(details.names());
            if (scanner.next() == JsonToken.INVALID) {
                return false;
            }
            if (field >= 0) {
                details.fields().get(field).tell(counts, count(scanner));
            }
            if (!scanner.skip()) {
                return false;
            }
        }
        return true;
    }
}
