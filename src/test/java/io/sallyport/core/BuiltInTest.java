package io.sallyport.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BuiltInTest {
    @Test
    void a_file_of_the_build_is_read_whole() {
        assertThat(BuiltIn.text("scripted/default.yaml")).startsWith("#").endsWith("\n");
    }

    @Test
    void a_file_that_the_build_left_out_is_named() {
        assertThatThrownBy(() -> BuiltIn.text("schema/nothing.json"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not packaged: schema/nothing.json");
    }

    @Test
    void a_package_that_cannot_be_read_is_told_and_not_taken_for_an_empty_file() {
        InputStream damaged = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("bad block");
            }
        };

        assertThatThrownBy(() -> BuiltIn.text(damaged)).hasRootCauseMessage("bad block");
    }
}
