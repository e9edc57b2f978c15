package io.sallyport.edge.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.usage.UsageQuery.Dimension;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageParamsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

    private static MultiMap query(String... pairs) {
        MultiMap params = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < pairs.length; i += 2) {
            params.add(pairs[i], pairs[i + 1]);
        }
        return params;
    }

    private static Problem complaint(Consumer<UsageParams> of, String... pairs) {
        return catchThrowableOfType(ProblemException.class, () -> of.accept(UsageParams.all(query(pairs))))
                .problem();
    }

    private static Span span(String... pairs) {
        return Span.of(UsageParams.all(query(pairs)), NOW, BERLIN);
    }

    @Test
    void this_month_of_the_zone_is_meant_where_nothing_is_said() {
        assertThat(span())
                .isEqualTo(new Span(Instant.parse("2026-10-31T23:00:00Z"), Instant.parse("2026-11-30T23:00:00Z")));
    }

    @Test
    void a_date_is_its_beginning_in_the_zone_and_a_moment_is_itself() {
        assertThat(span("from", "2026-07-01", "to", "2026-07-02T00:00:00+05:30"))
                .isEqualTo(new Span(Instant.parse("2026-06-30T22:00:00Z"), Instant.parse("2026-07-01T18:30:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "from, 2026-13-01",
        "from, yesterday",
        "to, 2026-11-01T00:00:00",
        "to, 1999-01-01",
        "to, 2026-10-01",
        "from, 2027-01-01",
        "to, -999999999-01-01T00:00:00Z"
    })
    void a_time_that_is_none_is_named(String name, String value) {
        Problem problem = complaint(params -> Span.of(params, NOW, BERLIN), name, value);

        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(problem.param()).isEqualTo(name);
        assertThat(problem.fix()).isNotBlank();
    }

    @Test
    void groups_are_words_with_commas_between_them() {
        assertThat(UsageParams.all(query("groupBy", "principal, model,day")).groups())
                .containsExactly(Dimension.PRINCIPAL, Dimension.MODEL, Dimension.DAY);
        assertThat(UsageParams.all(query("groupBy", "")).groups()).isEmpty();
        assertThat(UsageParams.all(query()).groups()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"models", "'model,'", "'model,model'", "'model,day,route,user'"})
    void groups_that_are_none_are_named(String words) {
        assertThat(complaint(UsageParams::groups, "groupBy", words).param()).isEqualTo("groupBy");
    }

    @Test
    void filters_are_taken_as_they_are() {
        assertThat(UsageParams.all(query("principal", "web-chat", "what", "tool", "user", "a b"))
                        .only())
                .isEqualTo(Map.of(Dimension.PRINCIPAL, "web-chat", Dimension.WHAT, "tool", Dimension.USER, "a b"));
        assertThat(complaint(UsageParams::only, "what", "tools").param()).isEqualTo("what");
        assertThat(complaint(UsageParams::only, "agent", "").param()).isEqualTo("agent");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 10001", "limit, x", "limit, 99999999999", "after, -1", "after, 1e3"})
    void pages_have_bounds(String name, String value) {
        assertThat(complaint(
                                params -> assertThat(params.limit() + params.after())
                                        .isNegative(),
                                name,
                                value)
                        .param())
                .isEqualTo(name);
    }

    @Test
    void what_is_unknown_or_there_twice_is_refused_with_what_may_have_been_meant() {
        Problem unknown = complaint(params -> {}, "groupby", "model");

        assertThat(unknown.param()).isEqualTo("groupby");
        assertThat(unknown.fix()).startsWith("Did you mean \"groupBy\"?");
        assertThat(complaint(params -> {}, "from", "2026-11-01", "from", "2026-11-02")
                        .param())
                .isEqualTo("from");
        assertThat(catchThrowableOfType(ProblemException.class, () -> UsageParams.own(query("principal", "a")))
                        .problem()
                        .param())
                .isEqualTo("principal");
    }
}
