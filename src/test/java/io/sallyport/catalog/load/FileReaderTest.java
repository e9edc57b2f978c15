package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Findings;
import io.sallyport.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReaderTest {
    private final Findings findings = new Findings();
    private final FileReader reader = new FileReader(findings);

    @TempDir
    private Path folder;

    @Test
    void a_file_that_is_not_there_or_far_too_long_is_found_and_gives_nothing() throws IOException {
        Path large = Files.write(folder.resolve("large.yaml"), new byte[4_000_001]);

        assertThat(reader.read(FileKind.MODELS, folder.resolve("gone.yaml"), "gone.yaml"))
                .isEmpty();
        assertThat(reader.read(FileKind.MODELS, large, "large.yaml")).isEmpty();

        assertThat(findings.errors().toString()).contains("gone.yaml", "cannot be read", "large.yaml", "longer than");
    }

    @Test
    void a_folder_is_listed_in_order_without_hidden_files_and_only_so_far() throws IOException {
        for (int i = 0; i <= 2_000; i++) {
            Files.createFile(folder.resolve("t%04d.yaml".formatted(i)));
        }
        Files.createFile(folder.resolve(".hidden"));

        assertThat(reader.list(folder, "tools")).hasSize(2_001).startsWith("t0000.yaml");
        assertThat(reader.list(folder.resolve("gone"), "gone")).isEmpty();
        assertThat(findings.errors().toString()).contains("more than 2000 files");
    }

    @Test
    void what_is_no_utf_8_is_found_and_a_byte_order_mark_is_left_out() {
        assertThat(reader.decode(file(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a'})))
                .isEqualTo("a");
        assertThat(reader.decode(file(new byte[] {(byte) 0xC3, '('}))).isEmpty();
        assertThat(findings.errors().toString()).contains("not valid UTF-8");
    }

    private static SourceFile file(byte[] content) {
        return new SourceFile(FileKind.MODELS, "models.yaml", Bytes.of(content));
    }
}
