package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.CommitPoint;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a plan of faults holds. */
class PlanTest {
    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

    @Test
    void the_same_seed_gives_the_same_plan_and_another_seed_another() {
        assertThat(Plan.matrix(new Random(7), 3, ALL)).isEqualTo(Plan.matrix(new Random(7), 3, ALL));
        assertThat(Plan.matrix(new Random(8), 3, ALL)).isNotEqualTo(Plan.matrix(new Random(7), 3, ALL));
    }

    @Test
    void the_matrix_has_every_square_as_often_as_it_is_told() {
        List<Cell> plan = Plan.matrix(new Random(1), 3, ALL);

        int resets = 2 * (CommitPoint.values().length - 1) * 4;
        assertThat(plan).hasSize(3 * (2 * CommitPoint.values().length * 8 * EffectClass.values().length + resets));
        assertThat(Set.copyOf(plan)).hasSize(plan.size() / 3);
    }

    @Test
    void the_cut_has_every_instant_every_fault_and_every_class() {
        for (long seed = 0; seed < 20; seed++) {
            List<Cell> plan = Plan.cut(new Random(seed), 16, ALL);

            assertThat(plan).hasSize(16);
            assertThat(plan).extracting(Cell::fault).containsAll(ALL);
            assertThat(plan).extracting(Cell::effect).containsAll(EnumSet.allOf(EffectClass.class));
            assertThat(plan)
                    .extracting(cell -> cell.side() + " " + cell.point())
                    .doesNotHaveDuplicates();
        }
    }
}
