package io.sallyport.run.explorer;

import io.sallyport.core.Sha256;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Visits every world that can be reached within {@code depth} atoms, breadth first, each once; so the way to the first that breaks a rule
 * is as short as any.
 */
final class Explorer {
    private final Scenario scenario;
    private final int depth;
    private final Map<Sha256, Integer> numbers = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final BitSet open = new BitSet();
    private final BitSet ended = new BitSet();
    private int windows;

    /** @param helpers the worlds from which this one is reached without a mishap */
    private record Node(int parent, String move, int depth, List<Integer> helpers) {}

    /**
     * What was found.
     *
     * @param closed        whether nothing was left to visit
     * @param windows       worlds in which the one window of queryable tools has let a second effect through
     * @param counterexample a broken rule and the shortest way to it
     */
    record Found(
            String scenario,
            int states,
            int depth,
            boolean closed,
            int ends,
            int windows,
            Optional<String> counterexample) {
        @Override
        public String toString() {
            return String.format(
                    "%-44s %8d states, depth %3d%s, %6d ends%s%s",
                    scenario,
                    states,
                    depth,
                    closed ? " (all)" : "      ",
                    ends,
                    windows == 0 ? "" : ", in " + windows + " the named window was open",
                    counterexample.map(way -> "\n" + way).orElse(""));
        }
    }

    private record Visit(int number, World world) {}

    Explorer(Scenario scenario, int depth) {
        this.scenario = scenario;
        this.depth = depth;
    }

    static Found explore(Scenario scenario, int depth) {
        return new Explorer(scenario, depth).explore();
    }

    private Found explore() {
        Queue<Visit> frontier = new ArrayDeque<>();
        World first = World.begin(scenario);
        frontier.add(new Visit(number(first, -1, "the run is accepted", 0), first));
        while (!frontier.isEmpty()) {
            Visit visit = frontier.remove();
            int deep = nodes.get(visit.number()).depth();
            if (deep == depth) {
                open.set(visit.number());
                continue;
            }
            for (Move move : Moves.of(visit.world())) {
                World next = move.from(visit.world());
                int known = nodes.size();
                int number = number(next, visit.number(), move.name(), deep + 1);
                if (helps(move)) {
                    nodes.get(number).helpers().add(visit.number());
                }
                Optional<String> broken = Rules.broken(visit.world(), next);
                if (broken.isPresent()) {
                    return found(Optional.of(broken.get() + "\n" + way(visit.number()) + "  " + move.name() + "\n"));
                }
                if (number == known) {
                    frontier.add(new Visit(number, next));
                }
            }
        }
        return found(stuck());
    }

    /** Whether it can be counted on: a mishap cannot. */
    private static boolean helps(Move move) {
        return move.mishap().isEmpty();
    }

    private int number(World world, int parent, String move, int deep) {
        return numbers.computeIfAbsent(Sha256.of(world.essence()), essence -> {
            int number = nodes.size();
            nodes.add(new Node(parent, move, deep, new ArrayList<>(2)));
            if (world.row().status().terminal()) {
                ended.set(number);
            }
            if (windowed(world)) {
                windows++;
            }
            return number;
        });
    }

    private static boolean windowed(World world) {
        for (int ordinal = 1; ordinal <= world.scenario.uses().size(); ordinal++) {
            if (world.witness.of(ordinal).effects() > 1) {
                return true;
            }
        }
        return false;
    }

    /** A world from which no way leads to an end without another mishap. */
    private Optional<String> stuck() {
        BitSet hopeful = new BitSet();
        Queue<Integer> spread = new ArrayDeque<>();
        for (int number = 0; number < nodes.size(); number++) {
            if (ended.get(number) || open.get(number)) {
                hopeful.set(number);
                spread.add(number);
            }
        }
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

    private Found found(Optional<String> counterexample) {
        return new Found(
                scenario.name(),
                nodes.size(),
                nodes.getLast().depth(),
                open.isEmpty() && counterexample.isEmpty(),
                ended.cardinality(),
                windows,
                counterexample);
    }

    private String way(int number) {
        List<String> moves = new ArrayList<>();
        for (int at = number; at >= 0; at = nodes.get(at).parent()) {
            moves.addFirst("  " + nodes.get(at).move() + "\n");
        }
        return String.join("", moves);
    }
}
