package io.sallyport.run.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sallyport.core.Sha256;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.explorer.Family.Flaw;
import io.sallyport.run.explorer.FamilyMoves.FamilyMove;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that ask other runs, tried to the very end: every order of atoms, every place for each mishap. */
class FamilyExplorerTest {
    private final Map<Sha256, Integer> numbers = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final BitSet ended = new BitSet();

    /** @param helpers the worlds from which this one is reached without a mishap */
    private record Node(int parent, String move, List<Integer> helpers) {}

    private record Visit(int number, Family world) {}

    static Stream<Arguments> scenarios() {
        return Stream.of(
                arguments(1, List.of(Mishap.CRASH, Mishap.LOST_ANSWER)),
                arguments(1, List.of(Mishap.FREEZE, Mishap.CRASH)),
                arguments(1, List.of(Mishap.CANCEL, Mishap.CRASH)),
                arguments(1, List.of(Mishap.CANCEL, Mishap.FREEZE)),
                arguments(2, List.of(Mishap.CRASH)),
                arguments(2, List.of(Mishap.CANCEL)));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void no_order_of_things_breaks_a_rule_of_parents_and_children(int children, List<Mishap> mishaps) {
        Optional<String> found = explore(Family.begin(children, Flaw.NONE, mishaps.toArray(Mishap[]::new)));
        System.out.printf(
                "%d children, %-24s %8d states, %d ends%n", children, mishaps, nodes.size(), ended.cardinality());

        assertThat(found).isEmpty();
        assertThat(ended.cardinality()).isPositive();
    }

    /** What is left out, with which mishap, and the rule that is broken for the lack of it. */
    static Stream<Arguments> flaws() {
        return Stream.of(
                arguments(Flaw.CHILD_AFTER_INTENT, Mishap.CRASH, "the journal tells of 1 children, and there are 0"),
                arguments(Flaw.NO_SIGNAL_COUNTER, Mishap.CRASH, "sleeps on a signal"),
                arguments(Flaw.NO_FENCE, Mishap.FREEZE, "cannot be"),
                arguments(Flaw.NO_ROUND, Mishap.CRASH, "a run is stuck"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void a_protocol_that_leaves_something_out_is_found_out(Flaw flaw, Mishap mishap, String rule) {
        assertThat(explore(Family.begin(1, flaw, mishap)).orElse("nothing was found"))
                .contains(rule);
    }

    /** Breadth first: the broken rule and the shortest way to it. */
    private Optional<String> explore(Family first) {
        Queue<Visit> frontier = new ArrayDeque<>();
        frontier.add(new Visit(number(first, -1, "the parent is accepted"), first));
        while (!frontier.isEmpty()) {
            Visit visit = frontier.remove();
            for (FamilyMove move : FamilyMoves.of(visit.world())) {
                Family next = move.from(visit.world());
                int known = nodes.size();
                int number = number(next, visit.number(), move.name());
                if (move.mishap().isEmpty()) {
                    nodes.get(number).helpers().add(visit.number());
                }
                Optional<String> broken = FamilyMoves.brokenRule(next);
                if (broken.isPresent()) {
                    return Optional.of(broken.get() + "\n" + way(number));
                }
                if (number == known) {
                    frontier.add(new Visit(number, next));
                }
            }
        }
        return stuck();
    }

    private int number(Family world, int parent, String move) {
        return numbers.computeIfAbsent(Sha256.of(world.essence()), essence -> {
            int number = nodes.size();
            nodes.add(new Node(parent, move, new ArrayList<>(2)));
            if (world.ended()) {
                ended.set(number);
            }
            return number;
        });
    }

    /** A world from which no way leads to everybody's end without another mishap. */
    private Optional<String> stuck() {
        BitSet hopeful = (BitSet) ended.clone();
        Queue<Integer> spread = new ArrayDeque<>(ended.stream().boxed().toList());
        while (!spread.isEmpty()) {
            for (int helper : nodes.get(spread.remove()).helpers()) {
                if (!hopeful.get(helper)) {
                    hopeful.set(helper);
                    spread.add(helper);
                }
            }
        }
        int lost = hopeful.nextClearBit(0);
        return lost < nodes.size() ? Optional.of("a run is stuck\n" + way(lost)) : Optional.empty();
    }

    private String way(int number) {
        List<String> moves = new ArrayList<>();
        for (int at = number; at >= 0; at = nodes.get(at).parent()) {
            moves.addFirst("  " + nodes.get(at).move() + "\n");
        }
        return String.join("", moves);
    }
}
