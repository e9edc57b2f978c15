package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path path;

    private DataFolder folder;

    @BeforeEach
    void open() {
        folder = DataFolder.open(path);
    }

    @Test
    void a_folder_has_one_instance_at_a_time() {
        FolderLock first = FolderLock.take(folder);

        assertThatThrownBy(() -> FolderLock.take(folder))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("Another Sallyport is running on the data folder");
        first.release();
    }

    @Test
    void a_released_folder_can_be_taken_again() {
        FolderLock.take(folder).release();

        assertThatCode(() -> FolderLock.take(folder).release()).doesNotThrowAnyException();
    }

    @Test
    void a_folder_that_cannot_be_locked_is_refused_and_says_what_to_do() throws IOException {
        Files.createDirectory(folder.file("lock"));

        assertThatThrownBy(() -> FolderLock.take(folder))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll("cannot be locked", "SALLYPORT_DATA_DIR");
    }
}
