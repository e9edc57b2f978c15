package io.sallyport.redis;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Runs scripts, all of them behind one guard. The first call that takes too long opens the breaker: what is slow once is slow for everybody,
 * and nothing that is asked here is worth waiting for. A second later one call tries again.
 */
@Singleton
public class Scripts {
    private static final int LIMIT_MILLIS = 150;
    private static final int LEAVE_ALONE_MILLIS = 1000;
    private static final String NOT_REMEMBERED = "NOSCRIPT";

    /** How long an answer may take. */
    public static final Duration LIMIT = Duration.ofMillis(LIMIT_MILLIS);

    /** How long Redis is left alone after a failure, in which every call fails at once. */
    public static final Duration LEAVE_ALONE = Duration.ofMillis(LEAVE_ALONE_MILLIS);

    private final RedisAPI redis;

    public Scripts(RedisAPI redis) {
        this.redis = redis;
    }

    /** What {@code script} returns. Fails where Redis does not answer in time; the script may have been run, or be run later. */
    @Timeout(LIMIT_MILLIS)
    @CircuitBreaker(requestVolumeThreshold = 1, failureRatio = 1, delay = LEAVE_ALONE_MILLIS)
    @NonBlocking
    public Uni<Response> run(Script script, List<String> keys, List<String> arguments) {
        return redis.evalsha(command(script.sha1(), keys, arguments))
                .onFailure(Scripts::notRemembered)
                .recoverWithUni(() -> redis.eval(command(script.text(), keys, arguments)));
    }

    static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static boolean notRemembered(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith(NOT_REMEMBERED);
    }

    private static List<String> command(String script, List<String> keys, List<String> arguments) {
        List<String> command = new ArrayList<>(2 + keys.size() + arguments.size());
        command.add(script);
        command.add(Integer.toString(keys.size()));
        command.addAll(keys);
        command.addAll(arguments);
        return command;
    }
}
