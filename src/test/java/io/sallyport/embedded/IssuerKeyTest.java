package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerKeyTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("issuer-key");
    }

    @Test
    void tokens_of_before_a_restart_verify_after_it() throws IOException {
        assertThat(IssuerKey.keptIn(file)).isEqualTo(IssuerKey.keptIn(file));
    }

    @Test
    void only_its_owner_may_read_the_file() throws IOException {
        IssuerKey.keptIn(file);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Modes.OWNER_ONLY_FILE);
    }

    @Test
    void the_private_half_is_in_no_text() throws IOException {
        IssuerKey key = IssuerKey.keptIn(file);

        assertThat(key.toString()).isEqualTo("IssuerKey[***]");
        assertThat(Base64.getDecoder().decode(key.publicKeyText()))
                .isEqualTo(key.publicKey().getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no base 64!", "bm8ga2V5"})
    void a_damaged_file_is_told_and_never_replaced_in_silence(String content) throws IOException {
        Files.writeString(file, content);

        assertThatThrownBy(() -> IssuerKey.keptIn(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged; delete it and a new one is made");
        assertThat(file).hasContent(content);
    }
}
