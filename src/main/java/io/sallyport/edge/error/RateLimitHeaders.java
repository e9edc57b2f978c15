package io.sallyport.edge.error;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.core.Problem;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.LimitProblems;
import io.sallyport.limit.Rates.Level;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The headers {@code RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10). A limit is called what the catalogue
 * calls it; one that is not the client's own has the sort of its scope in front: {@code route.requestsPerMinute}.
 */
public final class RateLimitHeaders {
    static final String LIMIT = "RateLimit";
    static final String POLICY = "RateLimit-Policy";

    /** The tightest ones; more would be a list that nobody reads. */
    private static final int MOST = 4;

    /** RFC 9651 section 3.3.1: integers have at most fifteen digits. */
    private static final long LARGEST = 999_999_999_999_999L;

    private static final int NANO = 9;

    private RateLimitHeaders() {}

    /** Says how the rates stand that a request was admitted under. */
    public static void set(List<Level> levels, MultiMap headers) {
        if (levels.isEmpty()) {
            return;
        }
        List<Level> tightest = levels.size() == 1
                ? levels
                : levels.stream()
                        .sorted(Comparator.comparingDouble(RateLimitHeaders::share))
                        .limit(MOST)
                        .toList();
        headers.set(LIMIT, joined(tightest, RateLimitHeaders::level));
        headers.set(POLICY, joined(tightest, RateLimitHeaders::policy));
    }

    private static double share(Level level) {
        return (double) level.remaining() / level.limit().limit().amount();
    }

    private static String joined(List<Level> levels, Function<Level, String> shown) {
        return levels.stream().map(shown).collect(Collectors.joining(", "));
    }

    private static String level(Level level) {
        long seconds = (level.resetIn().toMillis() + 999) / 1000;
        String name = name(level.limit().limit().name(), level.limit().kind());
        String left = name + ";r=" + whole(level.remaining());
        return level.limit().limit().measure() == Measure.CONCURRENT ? left : left + ";t=" + seconds;
    }

    private static String policy(Level level) {
        AppliedLimit applied = level.limit();
        LimitSpec limit = applied.limit();
        String window = limit.window()
                .length()
                .map(length -> ";w=" + length.toSeconds())
                .orElse("");
        return name(limit.name(), applied.kind()) + ";q=" + whole(limit.amount()) + window + unit(limit.name());
    }

    /** What belongs to a refusal by a limit; nothing for other problems. */
    static Map<String, String> of(Problem problem) {
        Map<String, Object> facts = problem.facts();
        Object limit = facts.getOrDefault(LimitProblems.RATE, facts.get(LimitProblems.BUDGET));
        Object scope = facts.get(LimitProblems.SCOPE);
        if (limit == null || scope == null) {
            return Map.of();
        }
        String kind = scope.toString().split(":", 2)[0];
        String name = name(limit.toString(), kind);
        Object window = facts.get(LimitProblems.WINDOW_SECONDS);
        Object reset = window == null ? null : facts.get(LimitProblems.RESET_SECONDS);
        return Map.of(
                LIMIT,
                name + ";r=" + number(facts.get(LimitProblems.REMAINING)) + (reset == null ? "" : ";t=" + reset),
                POLICY,
                name + ";q=" + number(facts.get(LimitProblems.LIMIT)) + (window == null ? "" : ";w=" + window)
                        + unit(limit.toString()));
    }

    private static String name(String limit, String kind) {
        return kind.equals("client") ? '"' + limit + '"' : '"' + kind + '.' + limit + '"';
    }

    // The draft's own unit is the request.
    private static String unit(String limit) {
        if (limit.startsWith(Measure.REQUESTS.word())) {
            return "";
        }
        return limit.startsWith(Measure.COST.word())
                ? ";qu=\"nano\""
                : limit.startsWith(Measure.CONCURRENT.word()) ? ";qu=\"concurrent-requests\"" : ";qu=\"tokens\"";
    }

    /** Money is a decimal among the facts, and here the billionths that it is counted in. */
    private static long number(@Nullable Object fact) {
        return switch (fact) {
            case Number number -> whole(number.longValue());
            case String money ->
                whole(new BigDecimal(money).movePointRight(NANO).longValue());
            case null, default -> 0;
        };
    }

    private static long whole(long number) {
        return Math.min(number, LARGEST);
    }
}
