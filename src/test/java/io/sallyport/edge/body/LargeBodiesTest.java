package io.sallyport.edge.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeBodiesTest {
    private static final int SMALL = 256 * 1024;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void a_small_body_is_read_where_it_came_in_and_a_large_one_by_a_worker() throws Exception {
        Supplier<Uni<Boolean>> onLoop = () -> Uni.createFrom().item(Context.isOnEventLoopThread());

        assertThat(read(SMALL, onLoop)).isTrue();
        assertThat(read(SMALL + 1, onLoop)).isFalse();
    }

    @Test
    void what_does_not_wait_in_the_work_behind_it_is_done_by_the_worker_too() throws Exception {
        assertThat(read(
                        SMALL + 1,
                        () -> Uni.createFrom()
                                .voidItem()
                                .chain(() -> Uni.createFrom().item(Context.isOnEventLoopThread()))))
                .isFalse();
    }

    @Test
    void a_body_that_is_refused_fails_as_it_would_have_done() {
        RuntimeException refused = new IllegalArgumentException("not like this");
        Supplier<Uni<Boolean>> refusing = () -> {
            throw refused;
        };

        assertThatThrownBy(() -> read(SMALL, refusing)).hasCause(refused);
        assertThatThrownBy(() -> read(SMALL + 1, refusing)).hasCause(refused);
        assertThatThrownBy(() -> read(SMALL + 1, () -> Uni.createFrom().failure(refused)))
                .hasCause(refused);
    }

    private boolean read(int bytes, Supplier<Uni<Boolean>> work) throws Exception {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        vertx.runOnContext(_ -> {
            var _ = Uni.createFrom()
                    .deferred(() -> LargeBodies.read(vertx, bytes, work))
                    .subscribe()
                    .with(answer::complete, answer::completeExceptionally);
        });
        return answer.get(5, TimeUnit.SECONDS);
    }
}
