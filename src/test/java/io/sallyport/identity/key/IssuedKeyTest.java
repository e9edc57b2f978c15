package io.sallyport.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IssuedKeyTest {
    @Test
    void a_key_that_finds_its_way_into_a_log_is_not_readable_there() {
        String key = KeyText.mint();
        KeyRecord record = new KeyRecord(
                "key_1",
                KeyText.hint(key),
                "batch",
                Optional.empty(),
                Optional.empty(),
                new KeyRecord.Created(Instant.EPOCH, "operator"),
                Instant.EPOCH,
                Optional.empty());

        assertThat(new IssuedKey(record, key).toString()).contains("key_1").doesNotContain(key);
    }
}
