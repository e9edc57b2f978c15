package io.sallyport.crash;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.CrashPoints.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which faults are injected, in which order: the same for the same seed. */
final class Plan {
    private Plan() {}

    /** Every square that exists, shuffled, and that {@code repeats} times: who stops early has hit each about as often. */
    static List<Cell> matrix(Random chance, int repeats, Set<Fault> faults) {
        List<Cell> cells = new ArrayList<>();
        for (Side side : Side.values()) {
            for (CommitPoint point : CommitPoint.values()) {
                for (Fault fault : faults) {
                    cells.addAll(row(side, point, fault));
                }
            }
        }
        List<Cell> plan = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            Collections.shuffle(cells, chance);
            plan.addAll(cells);
        }
        return plan;
    }

    /** One square for each of the first {@code count} shuffled instants, with faults and classes taking turns. */
    static List<Cell> cut(Random chance, int count, Set<Fault> faults) {
        List<Cell> instants = new ArrayList<>();
        for (Side side : Side.values()) {
            for (CommitPoint point : CommitPoint.values()) {
                instants.add(new Cell(side, point, Fault.KILL, EffectClass.KEYED));
            }
        }
        Collections.shuffle(instants, chance);
        Deque<Fault> nextFault = new ArrayDeque<>(faults);
        Deque<EffectClass> nextEffect = new ArrayDeque<>(List.of(EffectClass.values()));
        return instants.stream()
                .limit(count)
                .map(instant -> existing(instant, nextFault, nextEffect))
                .toList();
    }

    private static Cell existing(Cell instant, Deque<Fault> faults, Deque<EffectClass> effects) {
        for (Fault fault : List.copyOf(faults)) {
            for (EffectClass effect : List.copyOf(effects)) {
                Cell cell = new Cell(instant.side(), instant.point(), fault, effect);
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

    private static List<Cell> row(Side side, CommitPoint point, Fault fault) {
        List<Cell> row = new ArrayList<>();
        for (EffectClass effect : EffectClass.values()) {
            Cell cell = new Cell(side, point, fault, effect);
            if (cell.exists()) {
                row.add(cell);
            }
        }
        return row;
    }
}
