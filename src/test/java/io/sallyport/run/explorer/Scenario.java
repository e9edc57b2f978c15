package io.sallyport.run.explorer;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.testing.tool.TestingTool;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A run that asks a model, makes {@code uses} of tools at once, asks again and completes; and what may get in its way.
 *
 * @param flaws what is left out of the protocol, to see whether that is noticed
 */
public record Scenario(String name, List<Use> uses, Budget budget, Set<Flaw> flaws) {

    /** One call that the model wants. */
    public record Use(ToolSpec tool, boolean approval, boolean tellModel) {
        public Use approved() {
            return new Use(tool, true, tellModel);
        }

        /** A person is asked about it, once for all calls of it. */
        public Use byPolicy() {
            ToolSpec policy = TestingTool.named(tool.name())
                    .is(tool.effect(), tool.idempotency())
                    .onNotApplied(tool.onNotApplied())
                    .byPolicy("n")
                    .retry(tool.retry())
                    .spec();
            return new Use(policy, true, tellModel);
        }

        /** Whatever else the model wants of it is the same business. */
        Use business() {
            ToolSpec business = TestingTool.named(tool.name())
                    .is(tool.effect(), tool.idempotency())
                    .onNotApplied(tool.onNotApplied())
                    .businessKey("order")
                    .retry(tool.retry())
                    .spec();
            return new Use(business, approval, tellModel);
        }

        Use toldToModel() {
            return new Use(tool, approval, true);
        }
    }

    /** Parts of the protocol that can be left out. */
    public enum Flaw {
        /** A commit does not look at the epoch, nor at who has come since. */
        NO_FENCE,
        /** Each attempt has a key of its own. */
        NEW_KEY_EACH_TIME,
        /** The call is made first, and its intent is not written. */
        NO_INTENT,
        /** Nobody looks at the lease before the first byte. */
        NO_LOOK_BEFORE_SENDING,
        /** A run is put to sleep whatever is in the inbox. */
        NO_SIGNAL_COUNTER,
        /** A commit that has ended as signalled is decided again without looking at the inbox before it sleeps. */
        SLEEPS_ON_WHAT_IT_KNEW,
        /** A tool that can be asked is asked at once, and not when its deadline is over. */
        LOOKS_UP_AT_ONCE,
        /** An outcome whose commit finds the run lost is dropped. */
        FORGETS_LATE_OUTCOMES,
        /** Who is refused its key by the ledger calls all the same. */
        SENDS_WITHOUT_ITS_KEY,
        /** A person is asked about each call, whatever they are asked about already. */
        ASKS_ABOUT_EACH,
        /** Whatever a late outcome says is told, for whichever class. */
        TELLS_EVERY_LATE_OUTCOME
    }

    public static Scenario of(String name, Use... uses) {
        return new Scenario(name, List.of(uses), Budget.none(), Set.of());
    }

    @Override
    public String toString() {
        return name;
    }

    public Scenario with(Mishap... mishaps) {
        return new Scenario(name, uses, budget.one(mishaps), flaws);
    }

    Scenario but(Flaw flaw) {
        Set<Flaw> more = EnumSet.of(flaw);
        more.addAll(flaws);
        return new Scenario(name + " but " + flaw, uses, budget, more);
    }

    boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    Use use(int ordinal) {
        return uses.get(ordinal - 1);
    }

    public static Use harmless() {
        return use("read_page", Effect.NONE, Idempotency.NONE, OnNotApplied.RECONCILE);
    }

    public static Use transactional() {
        return use("key_value", Effect.REVERSIBLE, Idempotency.TRANSACTIONAL, OnNotApplied.RECONCILE);
    }

    public static Use keyed() {
        return use("create_order", Effect.IRREVERSIBLE, Idempotency.KEYED, OnNotApplied.RECONCILE);
    }

    public static Use queryable(OnNotApplied what) {
        return use("book_room", Effect.IRREVERSIBLE, Idempotency.QUERYABLE, what);
    }

    public static Use once() {
        return use("send_letter", Effect.IRREVERSIBLE, Idempotency.NONE, OnNotApplied.RECONCILE);
    }

    private static Use use(String name, Effect effect, Idempotency idempotency, OnNotApplied what) {
        ToolSpec tool = TestingTool.named(name)
                .is(effect, idempotency)
                .onNotApplied(what)
                .retry(2)
                .spec();
        return new Use(tool, false, false);
    }
}
