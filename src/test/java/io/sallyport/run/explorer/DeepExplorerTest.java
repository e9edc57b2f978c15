package io.sallyport.run.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.run.explorer.Budget.Mishap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With more mishaps than can be tried to the end in a moment: as deep as there is time for. */
@Tag("slow")
class DeepExplorerTest {
    private static final int DEPTH = Integer.getInteger("explorer.depth", 24);
    private static final Mishap[] ALL = Mishap.values();

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.of("no effect", Scenario.harmless()).with(ALL),
                Scenario.of("transactional", Scenario.transactional()).with(ALL),
                Scenario.of("keyed", Scenario.keyed()).with(ALL),
                Scenario.of("once", Scenario.once()).with(ALL),
                Scenario.of("queryable, called again", Scenario.queryable(OnNotApplied.CALL))
                        .with(ALL),
                Scenario.of("queryable, reconciled", Scenario.queryable(OnNotApplied.RECONCILE))
                        .with(ALL),
                Scenario.of("once, approved", Scenario.once().approved()).with(ALL),
                Scenario.of("once, told to the model", Scenario.once().toldToModel())
                        .with(ALL),
                Scenario.of("keyed beside once", Scenario.keyed(), Scenario.once())
                        .with(Mishap.CRASH, Mishap.FREEZE),
                Scenario.of("approved beside keyed", Scenario.once().approved(), Scenario.keyed())
                        .with(Mishap.CRASH, Mishap.CANCEL),
                Scenario.of("keyed, two crashes, two freezes", Scenario.keyed())
                        .with(Mishap.CRASH, Mishap.FREEZE, Mishap.CRASH, Mishap.FREEZE));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void with_every_mishap_at_once_no_order_of_things_breaks_a_rule(Scenario scenario) {
        Explorer.Found found = Explorer.explore(scenario, DEPTH);
        System.out.println(found);

        assertThat(found.counterexample()).isEmpty();
    }
}
