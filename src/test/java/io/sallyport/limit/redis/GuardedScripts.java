package io.sallyport.limit.redis;

import io.sallyport.redis.Script;
import io.sallyport.redis.Scripts;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Scripts with the guard that the server's annotations put around them. */
final class GuardedScripts extends Scripts {
    private static final TypeLiteral<Uni<Response>> ANSWER = new TypeLiteral<>() {};

    private final TypedGuard<Uni<Response>> guard = TypedGuard.create(ANSWER)
            .withThreadOffload(true)
            .withThreadOffloadExecutor(Runnable::run)
            .withTimeout()
            .duration(LIMIT.toMillis(), ChronoUnit.MILLIS)
            .done()
            .withCircuitBreaker()
            .requestVolumeThreshold(1)
            .failureRatio(1)
            .delay(LEAVE_ALONE.toMillis(), ChronoUnit.MILLIS)
            .done()
            .build();

    GuardedScripts(RedisAPI redis) {
        super(redis);
    }

    @Override
    public Uni<Response> run(Script script, List<String> keys, List<String> arguments) {
        return guard.get(() -> super.run(script, keys, arguments));
    }
}
