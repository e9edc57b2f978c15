package io.sallyport.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateKeysTest {
    private static final int LONGEST = 160;

    @Test
    void a_short_name_can_be_read() {
        assertThat(RateKeys.of(limit("default", "client:web-chat")))
                .isEqualTo("{sallyport:rates}:default|client:web-chat|requestsPerMinute");
    }

    @Test
    void no_person_and_nothing_long_or_odd_stands_in_a_name() {
        Set<String> keys = Stream.of(
                        limit("default", "user:client:web-chat/alice@example.com"),
                        limit("default", "user:client:web-chat/bob@example.com"),
                        limit("default", "client:" + "x".repeat(5_000)),
                        limit("default", "client:" + "x".repeat(5_001)),
                        limit("t".repeat(5_000), "all"),
                        limit("default", "client:two lines\r\nFLUSHALL"),
                        limit("default", "client:\u0000\ud83d\ude00"))
                .map(RateKeys::of)
                .collect(Collectors.toSet());
        assertThat(keys)
                .hasSize(7)
                .allSatisfy(key -> assertThat(key)
                        .hasSizeLessThanOrEqualTo(LONGEST)
                        .matches("\\{sallyport:rates}:#[0-9a-f]{64}\\|requestsPerMinute"));
    }

    @Test
    void two_limits_are_never_one() {
        assertThat(RateKeys.of(limit("default", "client:" + "x".repeat(5_000))))
                .isNotEqualTo(RateKeys.of(limit("other", "client:" + "x".repeat(5_000))));
    }

    @Test
    void a_holder_that_is_long_or_odd_has_a_digest_for_a_name() {
        assertThat(RateKeys.holder("req_1/2")).isEqualTo("req_1/2");
        assertThat(RateKeys.holder("r".repeat(5_000))).matches("#[0-9a-f]{64}");
        assertThat(RateKeys.holder("a b")).matches("#[0-9a-f]{64}");
    }

    private static AppliedLimit limit(String tenant, String scope) {
        return new AppliedLimit(tenant, scope, new LimitSpec(Measure.REQUESTS, Window.MINUTE, 10));
    }
}
