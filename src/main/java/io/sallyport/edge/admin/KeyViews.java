package io.sallyport.edge.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.identity.key.IssuedKey;
import io.sallyport.identity.key.KeyRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API keys as JSON. */
final class KeyViews {
    private KeyViews() {}

    /**
     * A key without the key.
     *
     * @param key null in lists; the key itself in the answer that made it
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Key(
            String id,
            @Nullable String key,
            String hint,
            String client,
            @Nullable List<String> scopes,
            @Nullable String note,
            Instant createdAt,
            String createdBy,
            Instant expiresAt,
            @Nullable Instant revokedAt) {}

    /**
     * One page of a list.
     *
     * @param next to be given as {@code after} for the following page; null on the last
     */
    @RegisterForReflection
    public record Page(List<Key> data, @Nullable String next) {}

    static Key issued(IssuedKey issued) {
        return view(issued.record(), issued.text());
    }

    static Key key(KeyRecord record) {
        return view(record, null);
    }

    /** At most {@code size} of {@code found}; one more than that means that there are more. */
    static Page page(List<KeyRecord> found, int size) {
        List<Key> data = found.stream().limit(size).map(KeyViews::key).toList();
        return new Page(data, found.size() > size ? data.getLast().id() : null);
    }

    private static Key view(KeyRecord record, @Nullable String key) {
        return new Key(
                record.id(),
                key,
                record.hint(),
                record.client(),
                record.scopes().orElse(null),
                record.note().orElse(null),
                record.created().at(),
                record.created().by(),
                record.expiresAt(),
                record.revokedAt().orElse(null));
    }
}
