package io.sallyport.run.explorer;

import io.sallyport.checkpoint.JournalEvent;
import java.util.List;
import java.util.Optional;

/** One way through a scenario: what a test wants to happen, as soon as it can, and what an owner does anyway in between. */
public final class Walk {
    private static final int MOST = 200;

    private Walk() {}

    /** The journal of the whole run; each of {@code wanted} is how the name of a move begins. */
    public static List<JournalEvent> journal(Scenario scenario, String... wanted) {
        World world = World.begin(scenario);
        for (String name : wanted) {
            world = until(world, name);
        }
        for (int i = 0; i < MOST && !world.row().status().terminal(); i++) {
            world = anyway(world).from(world);
        }
        return world.journal();
    }

    private static World until(World from, String name) {
        World world = from;
        for (int i = 0; i < MOST; i++) {
            Optional<Move> move = Moves.of(world).stream()
                    .filter(one -> one.name().startsWith(name))
                    .findFirst();
            if (move.isPresent()) {
                return move.get().from(world);
            }
            world = anyway(world).from(world);
        }
        throw new IllegalStateException("it never comes to: " + name);
    }

    private static Move anyway(World world) {
        List<Move> moves = Moves.of(world).stream()
                .filter(move -> move.mishap().isEmpty() && !move.name().startsWith("alice"))
                .toList();
        return moves.stream()
                .filter(move -> move.name().endsWith("reads its inbox"))
                .findFirst()
                .or(() -> moves.stream()
                        .filter(move -> move.name().startsWith("replica-"))
                        .findFirst())
                .or(() -> moves.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("nothing can happen any more"));
    }
}
