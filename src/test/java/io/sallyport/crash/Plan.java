package io.sallyport.crash;

import io.sallyport.checkpoint.CrashPoints.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Which faults are injected, in which order: the same for the same seed. */
final class Plan {
    private static final Set<Fault> OF_REPLICAS = EnumSet.of(Fault.KILL, Fault.FREEZE, Fault.POSTGRES_CUT);

    private Plan() {}

    /** Every square that exists, shuffled, and that {@code repeats} times: who stops early has hit each about as often. */
    static List<Cell> matrix(Random chance, int repeats, Set<Fault> faults, Set<Sort> sorts) {
        List<Cell> cells = squares(faults, sorts);
        List<Cell> plan = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            Collections.shuffle(cells, chance);
            plan.addAll(cells);
        }
        return plan;
    }

    /** How many squares there are of each sort. */
    static Map<Sort, Integer> sizes(Set<Fault> faults, Set<Sort> sorts) {
        Map<Sort, Integer> sizes = new EnumMap<>(Sort.class);
        squares(faults, sorts).forEach(cell -> sizes.merge(cell.effect().sort(), 1, Integer::sum));
        return sizes;
    }

    private static List<Cell> squares(Set<Fault> faults, Set<Sort> sorts) {
        List<Cell> cells = new ArrayList<>();
        for (Side side : Side.values()) {
            for (Place place : Place.values()) {
                for (Fault fault : faults) {
                    for (EffectClass effect : EffectClass.of(sorts)) {
                        Cell cell = new Cell(side, place, fault, effect);
                        if (cell.exists()) {
                            cells.add(cell);
                        }
                    }
                }
            }
        }
        return cells;
    }

    /**
     * {@code count} squares of different instants: one of a family, one of an MCP server and one of a decision, among them a kill, and then
     * plain ones, with faults and classes taking turns.
     */
    static List<Cell> cut(Random chance, int count, Set<Fault> faults) {
        List<Cell> plan = new ArrayList<>();
        plan.add(any(chance, EnumSet.of(Fault.KILL), EnumSet.of(Sort.FAMILY)));
        plan.add(any(chance, EnumSet.of(Fault.TOOL_KILL), EnumSet.of(Sort.MCP)));
        plan.add(any(chance, OF_REPLICAS, EnumSet.of(Sort.APPROVAL)));
        plan.addAll(plain(chance, count - plan.size(), faults));
        return plan;
    }

    private static Cell any(Random chance, Set<Fault> faults, Set<Sort> sorts) {
        List<Cell> cells = squares(faults, sorts);
        return cells.get(chance.nextInt(cells.size()));
    }

    private static List<Cell> plain(Random chance, int count, Set<Fault> faults) {
        List<Cell> instants = new ArrayList<>();
        for (Side side : Side.values()) {
            for (Place place : Place.of(Sort.PLAIN)) {
                instants.add(new Cell(side, place, Fault.KILL, EffectClass.KEYED));
            }
        }
        Collections.shuffle(instants, chance);
        Deque<Fault> nextFault = new ArrayDeque<>(faults);
        Deque<EffectClass> nextEffect = new ArrayDeque<>(EffectClass.of(EnumSet.of(Sort.PLAIN)));
        return instants.stream()
                .limit(count)
                .map(instant -> existing(instant, nextFault, nextEffect))
                .toList();
    }

    private static Cell existing(Cell instant, Deque<Fault> faults, Deque<EffectClass> effects) {
        for (Fault fault : List.copyOf(faults)) {
            for (EffectClass effect : List.copyOf(effects)) {
                Cell cell = new Cell(instant.side(), instant.place(), fault, effect);
                if (cell.exists()) {
                    toTheEnd(faults, fault);
                    toTheEnd(effects, effect);
                    return cell;
                }
            }
        }
        throw new IllegalArgumentException("no such fault at " + instant);
    }

    private static <T> void toTheEnd(Deque<T> queue, T item) {
        queue.remove(item);
        queue.addLast(item);
    }
}
