package io.sallyport.idempotency.redis;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Runs scripts, all of them behind one guard. The first call that takes too long opens the breaker: what is slow once is slow for everybody,
 * and a claim is worth no waiting. A second later one call tries again.
 */
@Singleton
class Scripts {
    private static final int LIMIT_MILLIS = 150;
    private static final int LEAVE_ALONE_MILLIS = 1000;
    private static final String NOT_REMEMBERED = "NOSCRIPT";

    private final RedisAPI redis;

    Scripts(RedisAPI redis) {
        this.redis = redis;
    }

    /** What {@code script} returns for one key. */
    @Timeout(LIMIT_MILLIS)
    @CircuitBreaker(requestVolumeThreshold = 1, failureRatio = 1, delay = LEAVE_ALONE_MILLIS)
    @NonBlocking
    Uni<Integer> run(Script script, List<String> keyAndArguments) {
        return redis.evalsha(command(script.sha1(), keyAndArguments))
                .onFailure(Scripts::notRemembered)
                .recoverWithUni(() -> redis.eval(command(script.text(), keyAndArguments)))
                .map(answer -> answer.toInteger());
    }

    private static boolean notRemembered(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith(NOT_REMEMBERED);
    }

    private static List<String> command(String script, List<String> keyAndArguments) {
        List<String> command = new ArrayList<>(List.of(script, "1"));
        command.addAll(keyAndArguments);
        return command;
    }
}
