package io.sallyport.usage.pg;

import static io.sallyport.limit.pg.TestingBudgets.now;
import static io.sallyport.usage.pg.TestingUsage.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.testing.TestingPostgres;
import io.sallyport.usage.UsageEntry;
import io.sallyport.usage.UsageQuery;
import io.sallyport.usage.UsageQuery.Dimension;
import io.sallyport.usage.UsageReports;
import io.sallyport.usage.UsageSum;
import io.sallyport.usage.pg.TestingUsage.Draft;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PgUsageReportsTest {
    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-12-01T00:00:00Z");
    private static final Usage FEW = new Usage(10, 4, 1, 7, 2);

    private static TestingPostgres postgres;
    private static Pool pool;
    private static UsageReports reports;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        pool = postgres.pool(2, postgres.port());
        reports = TestingUsage.reports(pool);
    }

    @BeforeEach
    void empty() {
        postgres.empty();
    }

    private static Draft at(Draft draft, String moment) {
        return draft.at(Instant.parse(moment)).used(FEW, 1_000, "USD");
    }

    private static void write(UsageEntry... entries) {
        assertThat(now(TestingUsage.write(pool, List.of(entries)))).isEqualTo(entries.length);
    }

    private static UsageQuery query(ZoneId zone, List<Dimension> groups, Map<Dimension, String> only) {
        return new UsageQuery("default", FROM, TO, zone, groups, only, 0, 100);
    }

    private static List<UsageSum> by(Dimension... groups) {
        return now(reports.sums(query(ZoneOffset.UTC, List.of(groups), Map.of())));
    }

    private static List<String> lines(List<UsageSum> sums) {
        return sums.stream()
                .map(sum -> String.join(
                                "/",
                                sum.group().stream()
                                        .map(name -> name.orElse("-"))
                                        .toList())
                        + " " + sum.attempts() + " " + sum.costNano())
                .toList();
    }

    @Test
    void attempts_requests_and_tool_calls_are_told_apart_and_everything_is_added_up() {
        write(
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").notLast()),
                entry(draft -> at(draft, "2026-11-01T00:00:01Z")),
                entry(draft -> at(draft, "2026-11-02T00:00:00Z").tool("create_order")));

        assertThat(by())
                .containsExactly(
                        new UsageSum(List.of(), Optional.of("USD"), 1, 2, 0, new Usage(20, 8, 2, 14, 4), 2_000),
                        new UsageSum(List.of(), Optional.empty(), 0, 0, 1, Usage.NONE, 0));
    }

    @Test
    void nothing_comes_to_no_lines() {
        assertThat(by()).isEmpty();
    }

    @Test
    void the_beginning_is_in_it_and_the_end_is_not() {
        write(
                entry(draft -> at(draft, "2026-09-30T23:59:59.999999Z")),
                entry(draft -> at(draft, "2026-10-01T00:00:00Z")),
                entry(draft -> at(draft, "2026-11-30T23:59:59.999999Z")),
                entry(draft -> at(draft, "2026-12-01T00:00:00Z")));

        assertThat(lines(by())).containsExactly(" 2 2000");
    }

    @Test
    void different_currencies_are_never_added() {
        write(
                entry(draft -> at(draft, "2026-11-01T00:00:00Z")),
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").used(FEW, 5, "EUR")));

        assertThat(by()).extracting(UsageSum::currency).containsExactly(Optional.of("EUR"), Optional.of("USD"));
    }

    @Test
    void a_group_may_have_nothing_to_be_called_by() {
        write(
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").by("web", "alice", "desk", "run_1")),
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").by("web", null, null, null)),
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").by("cli", "alice", null, null)));

        assertThat(lines(by(Dimension.PRINCIPAL))).containsExactly("cli 1 1000", "web 2 2000");
        assertThat(lines(by(Dimension.AGENT, Dimension.RUN))).containsExactly("desk/run_1 1 1000", "-/- 2 2000");
        assertThat(lines(by(Dimension.USER, Dimension.PRINCIPAL)))
                .containsExactly("alice/cli 1 1000", "alice/web 1 1000", "-/web 1 1000");
    }

    @Test
    void models_have_a_provider_and_tools_have_none() {
        write(
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").route("chat", "openai/gpt-x")),
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").route("chat", "openai/gpt-y")),
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").tool("openai/odd")));

        assertThat(lines(by(Dimension.PROVIDER))).containsExactly("openai 2 2000", "- 0 0");
        assertThat(lines(by(Dimension.ROUTE, Dimension.MODEL)))
                .containsExactly("chat/openai/gpt-x 1 1000", "chat/openai/gpt-y 1 1000", "-/openai/odd 0 0");
        assertThat(lines(by(Dimension.WHAT))).containsExactly("chat 2 2000", "tool 0 0");
    }

    @Test
    void only_what_is_asked_for_is_added() {
        write(
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").by("web", "alice", "desk", "run_1")),
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").by("web", "bob", "desk", "run_2")),
                entry(draft -> at(draft, "2026-11-01T00:00:00Z").by("cli", "alice", null, null)));

        Map<Dimension, String> only = Map.of(Dimension.PRINCIPAL, "web", Dimension.USER, "alice");
        assertThat(lines(now(reports.sums(query(ZoneOffset.UTC, List.of(), only)))))
                .containsExactly(" 1 1000");
        assertThat(lines(now(reports.sums(
                        query(ZoneOffset.UTC, List.of(), Map.of(Dimension.RUN, "run_2', 'x", Dimension.MODEL, "%"))))))
                .isEmpty();
    }

    @Test
    void another_tenants_usage_is_not_in_it() {
        write(entry(draft -> at(draft, "2026-11-01T00:00:00Z")));

        assertThat(now(reports.sums(new UsageQuery("other", FROM, TO, ZoneOffset.UTC, List.of(), Map.of(), 0, 100))))
                .isEmpty();
    }

    @Test
    void days_begin_where_the_zone_has_them_begin() {
        write(
                entry(draft -> at(draft, "2026-10-24T21:59:59Z")),
                entry(draft -> at(draft, "2026-10-24T22:00:00Z")),
                entry(draft -> at(draft, "2026-10-25T22:59:59Z")),
                entry(draft -> at(draft, "2026-10-25T23:00:00Z")),
                entry(draft -> at(draft, "2026-10-31T23:00:00Z")));

        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(lines(now(reports.sums(query(berlin, List.of(Dimension.DAY), Map.of())))))
                .containsExactly("2026-10-24 1 1000", "2026-10-25 2 2000", "2026-10-26 1 1000", "2026-11-01 1 1000");
        assertThat(lines(now(reports.sums(query(berlin, List.of(Dimension.MONTH), Map.of())))))
                .containsExactly("2026-10 4 4000", "2026-11 1 1000");
    }

    @ParameterizedTest
    @CsvSource({
        "Z, 2026-11-01",
        "UTC, 2026-11-01",
        "+05:30, 2026-11-02",
        "-03:00, 2026-11-01",
        "Etc/GMT-6, 2026-11-02",
        "UTC+06:00, 2026-11-02",
        "America/Sao_Paulo, 2026-11-01"
    })
    void zones_mean_the_same_to_the_database(String zone, String day) {
        write(entry(draft -> at(draft, "2026-11-01T20:00:00Z")));

        assertThat(byDay(ZoneId.of(zone))).containsExactly(day + " 1 1000");
    }

    private static List<String> byDay(ZoneId zone) {
        return lines(now(reports.sums(query(zone, List.of(Dimension.DAY), Map.of()))));
    }

    @ParameterizedTest
    @EnumSource
    void everything_can_be_grouped_by(Dimension dimension) {
        write(entry(draft -> at(draft, "2026-11-01T20:00:00Z").by("web", "alice", "desk", "run_1")));

        assertThat(by(dimension))
                .hasSize(1)
                .allSatisfy(sum -> assertThat(sum.group().getFirst()).isPresent());
    }

    @Test
    void lines_come_in_pages() {
        for (int i = 0; i < 5; i++) {
            String client = "c" + i;
            write(entry(draft -> at(draft, "2026-11-01T20:00:00Z").by(client, null, null, null)));
        }
        UsageQuery second =
                new UsageQuery("default", FROM, TO, ZoneOffset.UTC, List.of(Dimension.PRINCIPAL), Map.of(), 2, 2);

        assertThat(lines(now(reports.sums(second)))).containsExactly("c2 1 1000", "c3 1 1000");
    }

    @Test
    void without_a_database_nothing_is_said() {
        UsageReports nowhere = TestingUsage.reports(postgres.pool(1, 1));

        assertThatThrownBy(() -> now(nowhere.sums(query(ZoneOffset.UTC, List.of(), Map.of()))))
                .isInstanceOf(StoreUnavailable.class);
    }
}
