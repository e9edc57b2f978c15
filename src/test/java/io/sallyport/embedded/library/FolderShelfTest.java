package io.sallyport.embedded.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderShelfTest {
    @TempDir
    private Path around;

    private Path folder;
    private Shelf shelf;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(around.resolve("library"));
        shelf = FolderShelf.of(folder);
        Files.writeString(around.resolve("secret.md"), "# Secret");
    }

    private void has(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> names() throws IOException {
        return shelf.list().documents().stream().map(Shelf.Entry::name).toList();
    }

    @Test
    void what_ends_like_a_document_is_one() throws IOException {
        has("b.md", "# B");
        has("A note.TXT", "\n\n  ## What it is about\nmore");
        has("c.pdf", "");
        has(".hidden.md", "");
        has("line\nbreak.md", "");

        assertThat(names()).containsExactly("A note.TXT", "b.md");
        assertThat(shelf.list().documents().getLast().bytes()).isEqualTo(3);
        assertThat(shelf.list().leftOut()).isZero();
        assertThat(shelf.read("A note.TXT")).hasValueSatisfying(note -> {
            assertThat(note.title()).isEqualTo("What it is about");
            assertThat(note.text()).endsWith("more");
        });
        assertThat(shelf.read("c.pdf")).isEmpty();
        assertThat(shelf.read(".hidden.md")).isEmpty();
    }

    @Test
    void no_name_leads_out_of_the_folder() throws IOException {
        has("a.md", "# A");
        Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("deep.md"), "# Deep");

        for (String name : List.of(
                "../secret.md",
                "./a.md",
                "below/deep.md",
                "below/../a.md",
                around.resolve("secret.md").toString(),
                "..",
                "",
                "a.md\0",
                "A.md")) {
            assertThat(shelf.read(name)).as(name).isEmpty();
        }
        assertThat(shelf.read("a.md")).isPresent();
    }

    @Test
    void links_and_folders_are_left_out_wherever_they_lead() throws IOException {
        Files.createSymbolicLink(folder.resolve("out.md"), around.resolve("secret.md"));
        has("a.md", "# A");
        Files.createSymbolicLink(folder.resolve("in.md"), folder.resolve("a.md"));
        Files.createDirectory(folder.resolve("folder.md"));

        assertThat(names()).containsExactly("a.md");
        assertThat(shelf.list().leftOut()).isEqualTo(3);
        assertThat(shelf.read("out.md")).isEmpty();
        assertThat(shelf.read("in.md")).isEmpty();
        assertThat(shelf.read("folder.md")).isEmpty();
    }

    @Test
    void what_is_too_large_or_too_many_is_left_out() throws IOException {
        has("0.md", "x".repeat(FolderShelf.LARGEST));
        has("1.md", "x".repeat(FolderShelf.LARGEST + 1));
        for (int i = 0; i < FolderShelf.MOST; i++) {
            has("d%02d.md".formatted(i), "");
        }

        assertThat(names())
                .hasSize(FolderShelf.MOST)
                .startsWith("0.md", "d00.md")
                .doesNotContain("1.md", "d49.md");
        assertThat(shelf.list().leftOut()).isEqualTo(2);
        assertThat(shelf.read("0.md")).hasValueSatisfying(large -> {
            assertThat(large.text()).hasSize(FolderShelf.LARGEST);
            assertThat(large.title()).hasSize(200);
        });
        assertThat(shelf.read("1.md")).isEmpty();
        assertThat(shelf.read("d49.md")).isEmpty();
    }

    @Test
    void the_folder_itself_may_be_a_link_and_has_to_be_there() throws IOException {
        has("a.md", "# A");
        Path link = Files.createSymbolicLink(around.resolve("link"), folder);
        assertThat(FolderShelf.of(link).read("a.md")).isPresent();

        for (Path none : List.of(around.resolve("none"), around.resolve("secret.md"))) {
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> FolderShelf.of(none))
                    .withMessageContaining("SALLYPORT_LIBRARY_DIR names " + none);
        }
    }

    @Test
    void what_is_no_text_is_said_so() throws IOException {
        Files.write(folder.resolve("latin.txt"), "Öfen".getBytes(StandardCharsets.ISO_8859_1));
        has("empty.txt", "");

        assertThatExceptionOfType(CharacterCodingException.class).isThrownBy(() -> shelf.read("latin.txt"));
        assertThat(shelf.read("empty.txt"))
                .hasValueSatisfying(empty -> assertThat(empty.title()).isEmpty());
    }
}
