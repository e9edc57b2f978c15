package io.sallyport.run.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.explorer.Scenario.Flaw;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario is tried to its very end: every order of atoms, every place for each mishap. */
class ExplorerTest {
    /** No scenario gets that far: what is tried ends by itself. */
    private static final int DEPTH = 200;

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.of("no effect", Scenario.harmless()).with(Mishap.CRASH, Mishap.FREEZE),
                Scenario.of("transactional", Scenario.transactional()).with(Mishap.CRASH, Mishap.FREEZE),
                Scenario.of("keyed", Scenario.keyed()).with(Mishap.CRASH, Mishap.FREEZE),
                Scenario.of("once", Scenario.once()).with(Mishap.CRASH, Mishap.FREEZE),
                Scenario.of("queryable, called again", again()).with(Mishap.FREEZE),
                Scenario.of("queryable, called again, crash", again()).with(Mishap.CRASH),
                Scenario.of("queryable, reconciled", asked()).with(Mishap.FREEZE),
                Scenario.of("keyed, lost answer", Scenario.keyed()).with(Mishap.FREEZE, Mishap.LOST_ANSWER),
                Scenario.of("once, lost answer", Scenario.once()).with(Mishap.FREEZE, Mishap.LOST_ANSWER),
                Scenario.of("transactional, lost answer", Scenario.transactional())
                        .with(Mishap.FREEZE, Mishap.LOST_ANSWER),
                Scenario.of("keyed, cancelled", Scenario.keyed()).with(Mishap.CRASH, Mishap.CANCEL),
                Scenario.of("once, cancelled", Scenario.once()).with(Mishap.FREEZE, Mishap.CANCEL),
                Scenario.of("once, approved", Scenario.once().approved()).with(Mishap.CRASH, Mishap.CANCEL),
                Scenario.of(
                        "once by policy, twice",
                        Scenario.once().byPolicy(),
                        Scenario.once().byPolicy()),
                Scenario.of(
                                "keyed by policy, twice",
                                Scenario.keyed().byPolicy(),
                                Scenario.keyed().byPolicy())
                        .with(Mishap.CRASH),
                Scenario.of("once, nobody comes", Scenario.once()).with(Mishap.CRASH, Mishap.NOBODY_COMES),
                Scenario.of("once, refused", Scenario.once()).with(Mishap.FREEZE, Mishap.REFUSAL),
                Scenario.of("keyed, refused and reset", Scenario.keyed())
                        .with(Mishap.FREEZE, Mishap.REFUSAL, Mishap.RESET, Mishap.RESET),
                Scenario.of("queryable, reset", again()).with(Mishap.FREEZE, Mishap.RESET),
                Scenario.of("keyed, provider down", Scenario.keyed())
                        .with(Mishap.CRASH, Mishap.PROVIDER_DOWN, Mishap.CANCEL),
                Scenario.of("once, told to the model", Scenario.once().toldToModel())
                        .with(Mishap.FREEZE),
                Scenario.of("keyed beside once", Scenario.keyed(), Scenario.once())
                        .with(Mishap.CRASH),
                twice("keyed", Scenario.keyed()).with(Mishap.CRASH),
                twice("keyed, refused", Scenario.keyed()).with(Mishap.REFUSAL, Mishap.LOST_ANSWER),
                twice("keyed, refused and frozen", Scenario.keyed()).with(Mishap.REFUSAL, Mishap.FREEZE),
                twice("queryable", asked()).with(Mishap.RESET),
                twice("queryable, frozen", asked()).with(Mishap.FREEZE));
    }

    private static Scenario twice(String name, Scenario.Use use) {
        return Scenario.of(name + ", one business twice", use.business(), use.business());
    }

    private static Scenario.Use again() {
        return Scenario.queryable(OnNotApplied.CALL);
    }

    private static Scenario.Use asked() {
        return Scenario.queryable(OnNotApplied.RECONCILE);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void no_order_of_things_breaks_a_rule(Scenario scenario) {
        Explorer.Found found = Explorer.explore(scenario, DEPTH);
        System.out.println(found);

        assertThat(found.counterexample()).isEmpty();
        assertThat(found.closed()).as("all of it was visited").isTrue();
    }

    /** What is left out, where, and the rule that is broken for the lack of it. */
    static Stream<Arguments> flaws() {
        Scenario once = Scenario.of("once", Scenario.once()).with(Mishap.FREEZE);
        Scenario keyed = Scenario.of("keyed", Scenario.keyed()).with(Mishap.CRASH);
        Scenario queryable = Scenario.of("queryable", again()).with(Mishap.FREEZE);
        Scenario approved = Scenario.of("approved", Scenario.once().approved());
        Scenario refused = Scenario.of("keyed, refused and reset", Scenario.keyed())
                .with(Mishap.FREEZE, Mishap.REFUSAL, Mishap.RESET, Mishap.RESET);
        return Stream.of(
                arguments(once, Flaw.NO_FENCE, "comes upon something that cannot be"),
                arguments(keyed, Flaw.NEW_KEY_EACH_TIME, "has had 2 effects"),
                arguments(keyed, Flaw.NO_INTENT, "the witness has seen 1 effects"),
                arguments(queryable, Flaw.NO_LOOK_BEFORE_SENDING, "the witness has seen 1 effects"),
                arguments(queryable, Flaw.LOOKS_UP_AT_ONCE, "the witness has seen 1 effects"),
                arguments(approved, Flaw.NO_SIGNAL_COUNTER, "sleeps on a signal"),
                arguments(once.with(Mishap.NOBODY_COMES), Flaw.SLEEPS_ON_WHAT_IT_KNEW, "nothing to wait for"),
                arguments(once, Flaw.FORGETS_LATE_OUTCOMES, "is forgotten"),
                arguments(twice("queryable", asked()), Flaw.SENDS_WITHOUT_ITS_KEY, "the journal says ALLOWED"),
                arguments(
                        Scenario.of(
                                "by policy, twice",
                                Scenario.once().byPolicy(),
                                Scenario.once().byPolicy()),
                        Flaw.ASKS_ABOUT_EACH,
                        "asked the same twice"),
                arguments(refused, Flaw.TELLS_EVERY_LATE_OUTCOME, "the journal says RECONCILED"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void a_protocol_that_leaves_something_out_is_found_out(Scenario scenario, Flaw flaw, String rule) {
        Explorer.Found found = Explorer.explore(scenario.but(flaw), DEPTH);

        assertThat(found.counterexample().orElse("nothing was found")).contains(rule);
    }
}
