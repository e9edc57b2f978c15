package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.LimitRules;
import io.sallyport.catalog.LimitRules.OnStoreLoss;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.PrincipalSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.RouteSpec.RetrySpec;
import io.sallyport.catalog.RouteSpec.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplicableLimitsTest {
    private static final RouteSpec FREE = route(LimitsSpec.NONE);

    @Test
    void a_request_that_nobody_limits_is_under_no_limit() {
        ApplicableLimits limits =
                of(LimitsSpec.NONE, client("web", spec(requests(5))), role("operator", spec(requests(6))));

        assertThat(limits.to(spender("other", null, "guest"), FREE)).isSameAs(List.of());
    }

    @Test
    void client_roles_users_route_and_everybody_each_have_their_scope() {
        LimitsSpec everybody = new LimitsSpec(List.of(requests(9)), List.of(requests(1)));
        ApplicableLimits limits = of(
                everybody,
                client("web", new LimitsSpec(List.of(requests(5)), List.of(requests(2)))),
                role("operator", spec(requests(6))),
                role("guest", spec(requests(7))));

        assertThat(limits.to(spender("web", "alice", "operator"), route(spec(requests(8)))))
                .extracting(AppliedLimit::key)
                .containsExactly(
                        "theirs|client:web|requestsPerMinute",
                        "theirs|user:client:web/alice|requestsPerMinute",
                        "theirs|role:operator/web|requestsPerMinute",
                        "*|route:r|requestsPerMinute",
                        "*|all|requestsPerMinute",
                        "*|user:all/alice|requestsPerMinute");
    }

    @Test
    void nobody_behind_a_request_is_no_user() {
        ApplicableLimits limits = of(LimitsSpec.NONE, client("web", new LimitsSpec(List.of(), List.of(requests(2)))));

        assertThat(limits.to(spender("web", null), FREE)).isEmpty();
        assertThat(limits.to(spender("web", "alice"), FREE)).hasSize(1);
    }

    @Test
    void two_entries_of_one_client_count_once_and_the_smaller_amount_holds() {
        ApplicableLimits limits = of(
                LimitsSpec.NONE,
                client("web", spec(requests(5), new LimitSpec(Measure.CONCURRENT, Window.NOW, 3))),
                client("web", spec(requests(4))));

        assertThat(limits.to(spender("web", null), FREE))
                .extracting(applied -> applied.limit().amount())
                .containsExactlyInAnyOrder(4L, 3L);
    }

    @Test
    void the_book_looks_into_the_catalogue_it_is_given() {
        LimitBook book = new LimitBook();
        Catalog before = catalog(LimitsSpec.NONE, List.of(client("web", spec(requests(5)))));
        Catalog after = catalog(LimitsSpec.NONE, List.of(client("web", spec(requests(50)))));

        assertThat(book.applied(before, spender("web", null), null)
                        .getFirst()
                        .limit()
                        .amount())
                .isEqualTo(5);
        assertThat(book.applied(after, spender("web", null), null)
                        .getFirst()
                        .limit()
                        .amount())
                .isEqualTo(50);
        assertThat(book.applied(before, spender("web", null), null)
                        .getFirst()
                        .limit()
                        .amount())
                .isEqualTo(5);
    }

    private static ApplicableLimits of(LimitsSpec everybody, PrincipalSpec... principals) {
        return ApplicableLimits.of(catalog(everybody, List.of(principals)));
    }

    private static Catalog catalog(LimitsSpec everybody, List<PrincipalSpec> principals) {
        return new Catalog(
                "1",
                Instant.EPOCH,
                Map.of(),
                Map.of(),
                principals,
                Map.of(),
                Map.of(),
                new LimitRules(ZoneOffset.UTC, OnStoreLoss.LOCAL, Duration.ZERO, everybody),
                Map.of());
    }

    private static PrincipalSpec client(String name, LimitsSpec limits) {
        return new PrincipalSpec(Optional.of(name), Optional.empty(), "theirs", List.of(), limits);
    }

    private static PrincipalSpec role(String name, LimitsSpec limits) {
        return new PrincipalSpec(Optional.empty(), Optional.of(name), "theirs", List.of(), limits);
    }

    private static RouteSpec route(LimitsSpec limits) {
        return new RouteSpec("r", List.of(), List.of(), Timeouts.DEFAULT, RetrySpec.DEFAULT, BreakerSpec.DEFAULT)
                .withLimits(limits);
    }

    private static LimitsSpec spec(LimitSpec... limits) {
        return new LimitsSpec(List.of(limits), List.of());
    }

    private static LimitSpec requests(long amount) {
        return new LimitSpec(Measure.REQUESTS, Window.MINUTE, amount);
    }

    private static Spender spender(String client, @Nullable String user, String... roles) {
        return new Spender("theirs", client, Set.of(roles), user, null, null);
    }
}
