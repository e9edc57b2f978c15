package io.sallyport.run.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.Bytes;
import io.sallyport.core.Secret;
import org.junit.jupiter.api.Test;

class TokenCipherTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final TokenCipher cipher = TokenCipher.of(Secret.of(KEY));

    @Test
    void what_was_encrypted_for_a_run_is_read_for_that_run_alone() {
        Bytes sealed = cipher.encrypted("a token", "run_1");

        assertThat(cipher.decrypted(sealed, "run_1")).contains("a token");
        assertThat(cipher.decrypted(sealed, "run_2")).isEmpty();
        assertThat(new String(sealed.array(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("token");
    }

    @Test
    void the_same_token_never_looks_the_same() {
        assertThat(cipher.encrypted("a token", "run_1")).isNotEqualTo(cipher.encrypted("a token", "run_1"));
    }

    @Test
    void what_was_changed_cut_or_encrypted_by_another_key_is_nothing() {
        Bytes sealed = cipher.encrypted("a token", "run_1");
        byte[] changed = sealed.array().clone();
        changed[changed.length - 1] ^= 1;
        TokenCipher other = TokenCipher.of(Secret.of(KEY.replace('A', 'B')));

        assertThat(cipher.decrypted(Bytes.of(changed), "run_1")).isEmpty();
        assertThat(cipher.decrypted(Bytes.of(new byte[5]), "run_1")).isEmpty();
        assertThat(other.decrypted(sealed, "run_1")).isEmpty();
    }

    @Test
    void a_key_has_32_bytes_in_either_alphabet_of_base64() {
        Bytes sealed = TokenCipher.of(Secret.of("_".repeat(42) + "8=")).encrypted("t", "r");

        assertThat(TokenCipher.of(Secret.of("/".repeat(42) + "8")).decrypted(sealed, "r"))
                .contains("t");
        assertThatThrownBy(() -> TokenCipher.of(Secret.of("AAAA"))).hasMessageContaining("3 bytes");
    }
}
