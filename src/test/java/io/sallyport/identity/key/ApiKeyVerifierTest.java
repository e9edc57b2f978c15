package io.sallyport.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.identity.Digest;
import io.sallyport.identity.TestingClock;
import io.sallyport.identity.Verified;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiKeyVerifierTest {
    private static final String DEMO = "sp_for-tests-only-0123456789-abcdefghij";

    private final TestingClock clock = new TestingClock();
    private final Map<Digest, StoredKey> stored = new HashMap<>();
    private int asked;
    private KeyLookup lookup = digest -> {
        asked++;
        return Uni.createFrom().item(Optional.ofNullable(stored.get(digest)));
    };

    @Test
    void a_stored_key_proves_its_client_and_no_person() {
        String key = store(Optional.empty(), Duration.ofDays(1));
        assertThat(verify(key).identity()).satisfies(identity -> {
            assertThat(identity.client()).isEqualTo("batch");
            assertThat(identity.keyId()).isEqualTo("key_1");
            assertThat(identity.person()).isFalse();
        });
    }

    @Test
    void an_expired_key_is_refused() {
        String key = store(Optional.empty(), Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> verify(key)).hasMessageContaining("invalid_credentials");
    }

    @Test
    void a_revoked_key_is_refused() {
        String key = store(Optional.of(clock.instant()), Duration.ofDays(1));
        assertThatThrownBy(() -> verify(key)).hasMessageContaining("invalid_credentials");
    }

    @Test
    void a_key_that_was_never_given_out_is_refused() {
        assertThatThrownBy(() -> verify(KeyText.mint())).hasMessageContaining("invalid_credentials");
    }

    @Test
    void what_we_cannot_have_given_out_is_refused_without_asking_the_store() {
        assertThatThrownBy(() -> verify("sp_guess")).hasMessageContaining("invalid_credentials");
        assertThatThrownBy(() -> verify(KeyText.mint() + "x")).hasMessageContaining("invalid_credentials");
        assertThatThrownBy(() -> verify(KeyText.mint().replace("sp_", "sp!")))
                .hasMessageContaining("invalid_credentials");
        assertThat(asked).isZero();
    }

    @Test
    void a_store_that_cannot_be_asked_lets_nobody_in_and_blames_no_key() {
        lookup = digest -> Uni.createFrom().failure(new IllegalStateException("down"));
        assertThatThrownBy(() -> verify(KeyText.mint())).hasMessageContaining("identity_unavailable");
    }

    @Test
    void the_embedded_key_needs_no_store() {
        lookup = digest -> Uni.createFrom().failure(new IllegalStateException("down"));
        assertThat(verify(DEMO).identity().client()).isEqualTo("demo");
    }

    @Test
    void minted_keys_are_well_formed_and_all_different() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> KeyText.mint()))
                .allMatch(KeyText::isWellFormed)
                .doesNotHaveDuplicates();
    }

    private String store(Optional<Instant> revokedAt, Duration life) {
        String key = KeyText.mint();
        Instant end = clock.instant().plus(life);
        stored.put(Digest.of(key), new StoredKey("key_1", "batch", Optional.empty(), end, revokedAt));
        return key;
    }

    private Verified verify(String key) {
        return new ApiKeyVerifier(new EmbeddedKey(Optional.of(DEMO)), lookup, clock)
                .verify(key)
                .await()
                .atMost(Duration.ofSeconds(5));
    }
}
