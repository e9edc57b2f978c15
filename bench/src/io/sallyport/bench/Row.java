package io.sallyport.bench;

import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/**
 * A line of the report.
 *
 * @param aim what the design asks of the gateway, for the reader; empty where it asks nothing
 * @param value the target's figure
 */
record Row(String name, String aim, Function<Results, Function<String, Double>> value) {
    static Row median(String name, String aim, String figure) {
        return new Row(name, aim, results -> target -> results.median(target, figure));
    }

    static Row sum(String name, String aim, String figure) {
        return new Row(name, aim, results -> target -> results.sum(target, figure));
    }

    /** @param base the target beside which the others are seen */
    static Row added(String name, String aim, String figure, String base) {
        return compared(name, aim, figure, base, (with, without) -> with - without);
    }

    /** @param base the target beside which the others are seen */
    static Row ratio(String name, String aim, String figure, String base) {
        return compared(name, aim, figure, base, (with, without) -> with / without);
    }

    private static Row compared(String name, String aim, String figure, String base, DoubleBinaryOperator compare) {
        return new Row(name, aim, results -> target -> results.against(base, target, figure, compare));
    }

    double of(Results results, String target) {
        return value.apply(results).apply(target);
    }
}
