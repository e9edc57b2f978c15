package io.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeOnceTest {
    private static final int THREADS = 8;

    private final AtomicInteger made = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path result;

    @BeforeEach
    void choose() {
        result = folder.resolve("result");
    }

    private void ensure() {
        MadeOnce.ensure(result, () -> Files.exists(result), this::make);
    }

    private void make(Path part) {
        made.incrementAndGet();
        assertThat(result).doesNotExist();
        write(part);
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "whole");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void of_many_who_need_it_at_once_one_makes_it_and_all_find_it_whole() throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        Callable<String> need = () -> {
            together.await();
            ensure();
            return Files.readString(result);
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<String> found : threads.invokeAll(
                    IntStream.range(0, THREADS).mapToObj(i -> need).toList())) {
                assertThat(found.get()).isEqualTo("whole");
            }
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void what_could_not_be_made_is_not_there_and_is_made_by_the_next() {
        assertThatThrownBy(() -> MadeOnce.ensure(result, () -> Files.exists(result), part -> {
                    write(part);
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");
        assertThat(result).doesNotExist();

        ensure();

        assertThat(result).hasContent("whole");
    }
}
