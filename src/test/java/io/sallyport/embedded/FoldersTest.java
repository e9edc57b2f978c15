package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    Path root;

    @Test
    void a_folder_goes_with_all_it_holds_and_nothing_beside_it() throws IOException {
        Path gone = root.resolve("gone");
        Files.createDirectories(gone.resolve("deep/deeper"));
        Files.writeString(gone.resolve("deep/deeper/file"), "x");
        Path stays = Files.writeString(root.resolve("stays"), "x");
        Files.createSymbolicLink(gone.resolve("link"), stays);

        Folders.delete(gone);

        assertThat(gone).doesNotExist();
        assertThat(stays).exists();
    }

    @Test
    void what_is_not_there_needs_no_deleting() {
        assertThatCode(() -> Folders.delete(root.resolve("nowhere"))).doesNotThrowAnyException();
    }
}
