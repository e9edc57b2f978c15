package io.sallyport.run.explorer;

import io.sallyport.checkpoint.LedgerConflict;
import io.sallyport.run.explorer.Budget.Mishap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One atom.
 *
 * @param mishap what of the budget it costs; empty: it happens in the best of worlds too
 */
record Move(String name, Optional<Mishap> mishap, BiConsumer<World, Conduct> change) {
    static Move of(String name, BiConsumer<World, Conduct> change) {
        return new Move(name, Optional.empty(), change);
    }

    static Move mishap(Mishap mishap, String name, BiConsumer<World, Conduct> change) {
        return new Move(name, Optional.of(mishap), change);
    }

    World from(World world) {
        World next = world.copy();
        mishap.ifPresent(next::spend);
        try {
            change.accept(next, new Conduct(next));
        } catch (IllegalStateException | NoSuchElementException | LedgerConflict impossible) {
            next.broken("an owner comes upon something that cannot be: " + impossible);
        }
        return next;
    }
}
