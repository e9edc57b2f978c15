package io.sallyport.identity.pg;

import io.sallyport.identity.Digest;
import io.sallyport.identity.key.KeyOrder;
import io.sallyport.identity.key.KeyRecord;
import io.sallyport.identity.key.KeyText;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Between the row and the records. */
final class ApiKeyRows {
    private ApiKeyRows() {}

    static ApiKeyEntity of(KeyOrder order, String key, Instant now) {
        ApiKeyEntity row = new ApiKeyEntity();
        row.id = newId(now);
        row.hash = Digest.of(key).bytes();
        row.hint = KeyText.hint(key);
        row.client = order.client();
        row.scopes = order.scopes().map(scopes -> scopes.toArray(String[]::new)).orElse(null);
        row.note = order.note().orElse(null);
        row.createdAt = now;
        row.createdBy = order.orderedBy();
        row.expiresAt = order.expiresAt();
        return row;
    }

    static KeyRecord record(ApiKeyEntity row) {
        return new KeyRecord(
                row.id,
                row.hint,
                row.client,
                Optional.ofNullable(row.scopes).map(List::of),
                Optional.ofNullable(row.note),
                new KeyRecord.Created(row.createdAt, row.createdBy),
                row.expiresAt,
                Optional.ofNullable(row.revokedAt));
    }

    // Milliseconds first, so that ids order as they were made and a list can be paged by them.
    private static String newId(Instant now) {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return "key_" + HexFormat.of().toHexDigits(now.toEpochMilli(), 12)
                + HexFormat.of().formatHex(random);
    }
}
