package io.sallyport.identity.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.Digest;
import io.sallyport.identity.key.KeyOrder;
import io.sallyport.identity.key.KeyRecord;
import io.sallyport.identity.key.KeyText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiKeyRowsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(90));
    private static final String KEY = KeyText.mint();

    @Test
    void what_was_ordered_is_what_administrators_see_of_the_row() {
        KeyOrder order =
                new KeyOrder("batch", Optional.of(List.of("route:chat-*")), LATER, Optional.of("nightly"), "operator");

        KeyRecord seen = ApiKeyRows.record(ApiKeyRows.of(order, KEY, NOW));

        assertThat(seen.client()).isEqualTo("batch");
        assertThat(seen.scopes()).contains(List.of("route:chat-*"));
        assertThat(seen.note()).contains("nightly");
        assertThat(seen.created()).isEqualTo(new KeyRecord.Created(NOW, "operator"));
        assertThat(seen.expiresAt()).isEqualTo(LATER);
        assertThat(seen.revokedAt()).isEmpty();
    }

    @Test
    void a_row_holds_the_keys_digest_and_its_beginning_and_never_the_key() {
        ApiKeyEntity row = ApiKeyRows.of(plain(), KEY, NOW);

        assertThat(row.hash).isEqualTo(Digest.of(KEY).bytes());
        assertThat(KEY).startsWith(row.hint.substring(0, row.hint.length() - 1));
        assertThat(row.hint).hasSizeLessThan(12);
    }

    @Test
    void a_key_that_is_not_narrowed_stays_so() {
        ApiKeyEntity row = ApiKeyRows.of(plain(), KEY, NOW);

        assertThat(row.scopes).isNull();
        assertThat(ApiKeyRows.record(row).scopes()).isEmpty();
    }

    @Test
    void ids_order_as_keys_were_made_and_differ_within_a_millisecond() {
        String first = ApiKeyRows.of(plain(), KEY, NOW).id;
        String sameMoment = ApiKeyRows.of(plain(), KEY, NOW).id;
        String next = ApiKeyRows.of(plain(), KEY, NOW.plusMillis(1)).id;

        assertThat(first).startsWith("key_").isNotEqualTo(sameMoment).isLessThan(next);
        assertThat(sameMoment).isLessThan(next);
    }

    @Test
    void a_revoked_row_says_since_when() {
        ApiKeyEntity row = ApiKeyRows.of(plain(), KEY, NOW);
        row.revokedAt = LATER;

        assertThat(ApiKeyRows.record(row).revokedAt()).contains(LATER);
    }

    private static KeyOrder plain() {
        return new KeyOrder("batch", Optional.empty(), LATER, Optional.empty(), "operator");
    }
}
