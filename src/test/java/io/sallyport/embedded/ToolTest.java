package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Tool tool;

    @BeforeEach
    void make() {
        tool = new Tool(folder.resolve("tool.log"));
    }

    @Test
    void what_ends_well_says_nothing() {
        assertThatCode(() -> tool.run(shell("exit 0"), LIMIT)).doesNotThrowAnyException();
    }

    @Test
    void a_failure_is_told_with_the_programs_last_words() {
        assertThatThrownBy(() -> tool.run(shell("echo no room left; echo on disk >&2; exit 3"), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exited with 3: no room left\non disk");
    }

    @Test
    void who_outlives_the_limit_is_killed() {
        assertThatThrownBy(() -> tool.run(shell("exec sleep 31"), Duration.ofMillis(50)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not end within");

        await().alias("the program is gone")
                .until(() -> ProcessHandle.current()
                        .children()
                        .noneMatch(child -> child.isAlive()
                                && child.info().commandLine().orElse("").contains("sleep 31")));
    }

    @Test
    void an_interrupt_ends_the_program_and_is_kept() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> tool.run(shell("exec sleep 32"), LIMIT)).isInstanceOf(IOException.class);

        assertThat(Thread.interrupted()).as("the interrupt was kept").isTrue();
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }
}
