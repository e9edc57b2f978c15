package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.CommitPoint;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a plan of faults holds. */
class PlanTest {
    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);
    private static final Set<Sort> SORTS = EnumSet.allOf(Sort.class);

    private static List<Cell> matrix(long seed, int repeats, Set<Sort> sorts) {
        return Plan.matrix(new Random(seed), repeats, ALL, sorts);
    }

    @Test
    void the_same_seed_gives_the_same_plan_and_another_seed_another() {
        assertThat(matrix(7, 3, SORTS)).isEqualTo(matrix(7, 3, SORTS));
        assertThat(matrix(8, 3, SORTS)).isNotEqualTo(matrix(7, 3, SORTS));
    }

    @Test
    void the_matrix_has_every_square_as_often_as_it_is_told() {
        List<Cell> plan = matrix(1, 3, EnumSet.of(Sort.PLAIN));

        int resets = 2 * (CommitPoint.values().length - 1) * 4;
        assertThat(plan).hasSize(3 * (2 * CommitPoint.values().length * 8 * 5 + resets));
        assertThat(Set.copyOf(plan)).hasSize(plan.size() / 3);
    }

    @Test
    void each_sort_has_its_own_squares() {
        Map<Sort, Integer> sizes = Plan.sizes(ALL, SORTS);

        assertThat(sizes).containsEntry(Sort.PLAIN, 696);
        assertThat(matrix(1, 1, SORTS))
                .hasSize(sizes.values().stream().mapToInt(Integer::intValue).sum());
        assertThat(sizes.keySet()).containsAll(SORTS);
        assertThat(matrix(1, 1, EnumSet.of(Sort.FAMILY)))
                .allMatch(cell -> cell.effect() == EffectClass.FAMILY)
                .extracting(Cell::place)
                .contains(Place.C5_INTENT, Place.WAIT, Place.CHILD_END, Place.MAIL, Place.RESUME);
        assertThat(matrix(1, 1, EnumSet.of(Sort.APPROVAL)))
                .extracting(Cell::place)
                .contains(Place.WAIT, Place.PERSON, Place.RESUME);
        assertThat(matrix(1, 1, EnumSet.of(Sort.MCP)))
                .extracting(Cell::fault)
                .contains(Fault.TOOL_RESET, Fault.TOOL_KILL);
        assertThat(matrix(1, 1, EnumSet.of(Sort.USER)))
                .extracting(Cell::place)
                .contains(Place.WAIT, Place.PERSON, Place.RESUME);
        assertThat(matrix(1, 1, EnumSet.of(Sort.FAMILY, Sort.APPROVAL, Sort.PLAIN)))
                .extracting(Cell::fault)
                .doesNotContain(Fault.TOOL_KILL);
    }

    @Test
    void the_cut_has_every_instant_every_fault_and_every_class() {
        for (long seed = 0; seed < 20; seed++) {
            List<Cell> plan = Plan.cut(new Random(seed), 16, ALL);

            assertThat(plan).hasSize(16);
            assertThat(plan).allMatch(Cell::exists);
            assertThat(plan).extracting(Cell::fault).containsAll(ALL);
            assertThat(plan)
                    .extracting(cell -> cell.effect().sort())
                    .contains(Sort.PLAIN, Sort.FAMILY, Sort.MCP, Sort.APPROVAL);
            List<Cell> plain = plan.stream()
                    .filter(cell -> cell.effect().sort() == Sort.PLAIN)
                    .toList();
            assertThat(plain).extracting(Cell::effect).containsAll(EffectClass.of(EnumSet.of(Sort.PLAIN)));
            assertThat(plain)
                    .extracting(cell -> cell.side() + " " + cell.place())
                    .doesNotHaveDuplicates();
        }
    }
}
