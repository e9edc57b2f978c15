package io.sallyport.bench;

import java.util.function.Function;

/**
 * One thing that can be measured of any target.
 *
 * @param name what the progress report calls it
 */
record Measure(String name, Function<Target, Figures> run) {
    Figures run(Target target) {
        return run.apply(target);
    }
}
