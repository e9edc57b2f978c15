package io.sallyport.tool.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.core.Secret;
import io.sallyport.identity.UserToken;
import io.sallyport.tool.http.TokenObserver.Grant;
import io.sallyport.tool.http.TokenObserver.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The agents' tokens, one for each audience and user, remembered until shortly before they expire. Who asks while a token is on its way
 * waits for that one. One in a user's name is not used for longer than the token that it was got for.
 */
@Singleton
class AgentTokens {
    private static final int MOST = 10_000;
    /** Long enough for the call that the token is for, and for clocks that differ. */
    private static final Duration EARLIER = Duration.ofSeconds(30);

    private final Issuer issuer;
    private final Function<TokenOrder, Uni<AgentToken>> endpoint;
    private final InstantSource clock;
    private final TokenObserver observer;
    private final Cache<Key, Kept> kept =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final Map<Key, Future<String>> underWay = new ConcurrentHashMap<>();

    @Inject
    AgentTokens(Issuer issuer, TokenEndpoint endpoint, @Any Instance<TokenObserver> observers) {
        this(
                issuer,
                endpoint::fetch,
                InstantSource.system(),
                (grant, outcome) -> observers.forEach(one -> one.asked(grant, outcome)));
    }

    AgentTokens(
            Issuer issuer,
            Function<TokenOrder, Uni<AgentToken>> endpoint,
            InstantSource clock,
            TokenObserver observer) {
        this.issuer = issuer;
        this.endpoint = endpoint;
        this.clock = clock;
        this.observer = observer;
    }

    /** @param user issuer and subject; empty for the agent's own token */
    private record Key(String client, Optional<String> audience, Optional<Whom> user) {
        static Key of(AgentSpec agent, Optional<String> audience, Optional<UserToken> user) {
            return new Key(agent.client(), audience, user.map(token -> new Whom(token.issuer(), token.subject())));
        }
    }

    private record Whom(String issuer, String subject) {}

    private record Kept(String token, Instant until) {
        @Override
        public String toString() {
            return "Kept[until=" + until + "]";
        }
    }

    /** A token of {@code agent}'s own for {@code audience}; fails with {@link TokenUnavailable}. Completes on any thread. */
    Future<String> of(AgentSpec agent, Optional<String> audience) {
        return of(agent, audience, Optional.empty());
    }

    /** The same in the name of {@code user}, where there is one. */
    Future<String> of(AgentSpec agent, Optional<String> audience, Optional<UserToken> user) {
        if (user.filter(token -> !clock.instant().isBefore(token.expiresAt())).isPresent()) {
            return Future.failedFuture(TokenUnavailable.refusedForUser("the user's token has expired"));
        }
        Key key = Key.of(agent, audience, user);
        Kept known = kept.getIfPresent(key);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Future.succeededFuture(known.token());
        }
        Optional<Secret<String>> secret = issuer.secretOf(agent);
        if (secret.isEmpty()) {
            return Future.failedFuture(
                    TokenUnavailable.refused("the agent `" + agent.name() + "` has no clientSecret"));
        }
        return fetch(key, new TokenOrder(agent.client(), secret.get(), audience, user));
    }

    /** A tool did not accept the token: the next call gets a new one. */
    void refused(AgentSpec agent, Optional<String> audience, Optional<UserToken> user) {
        kept.invalidate(Key.of(agent, audience, user));
    }

    private Future<String> fetch(Key key, TokenOrder order) {
        Promise<String> mine = Promise.promise();
        Future<String> others = underWay.putIfAbsent(key, mine.future());
        if (others != null) {
            return others;
        }
        Grant grant = order.user().isPresent() ? Grant.TOKEN_EXCHANGE : Grant.CLIENT_CREDENTIALS;
        var _ = endpoint.apply(order)
                .subscribe()
                .with(
                        token -> {
                            observer.asked(grant, Outcome.ISSUED);
                            keep(key, token, order.user());
                            underWay.remove(key);
                            mine.complete(token.value());
                        },
                        failure -> {
                            observer.asked(
                                    grant,
                                    failure instanceof TokenUnavailable.Refusal
                                            ? Outcome.REFUSED
                                            : Outcome.UNAVAILABLE);
                            underWay.remove(key);
                            mine.fail(
                                    failure instanceof TokenUnavailable
                                            ? failure
                                            : TokenUnavailable.silent("the issuer of tokens is not to be had"));
                        });
        return mine.future();
    }

    private void keep(Key key, AgentToken token, Optional<UserToken> user) {
        Duration shorter = token.lifetime().dividedBy(2);
        Duration earlier = shorter.compareTo(EARLIER) < 0 ? shorter : EARLIER;
        Instant until = clock.instant().plus(token.lifetime()).minus(earlier);
        Instant end = user.map(UserToken::expiresAt).filter(until::isAfter).orElse(until);
        kept.put(key, new Kept(token.value(), end));
    }
}
