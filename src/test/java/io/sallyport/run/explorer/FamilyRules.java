package io.sallyport.run.explorer;

import io.sallyport.checkpoint.Mail;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Inbox;
import io.sallyport.run.machine.RunState;
import java.util.List;
import java.util.Optional;

/** What holds of parents and children, whatever has happened. */
final class FamilyRules {
    private FamilyRules() {}

    static Optional<String> oneForEachCall(Family now, RunState parent) {
        List<RunRecord> children = now.childRuns();
        long calls = parent.calls().filter(call -> call.child().isPresent()).count();
        if (children.size() > now.children) {
            return Optional.of("a call has begun two runs: " + children.size());
        }
        return calls == children.size()
                ? Optional.empty()
                : Optional.of("the journal tells of " + calls + " children, and there are " + children.size());
    }

    /** The end of a child that its parent waits for is on its way, or there. */
    static Optional<String> isToldOfEnds(Family now, RunState parent) {
        if (now.store.run(Family.PARENT).status().terminal()) {
            return Optional.empty();
        }
        return parent.calls()
                .flatMap(call -> call.openChild().stream())
                .map(CallView.Child::run)
                .filter(child -> now.store.run(child).status().terminal())
                .filter(child -> now.mail().stream().noneMatch(mail -> mail.kind() == Signal.Kind.CHILD_END)
                        && now.inbox(Family.PARENT).stream()
                                .noneMatch(signal -> signal.actor().equals(child)))
                .findFirst()
                .map(child -> "nobody will ever hear that " + child + " has ended");
    }

    /** Once the parent has ended, each open child has been told so, or will be. */
    static Optional<String> isStopped(Family now) {
        if (!now.store.run(Family.PARENT).status().terminal()) {
            return Optional.empty();
        }
        return now.childRuns().stream()
                .filter(child -> !child.status().terminal())
                .map(RunRecord::id)
                .filter(child -> !now.mail().contains(new Mail(child, Signal.Kind.CANCEL, Mail.PARENT_ENDED))
                        && Inbox.cancelled(now.inbox(child)).isEmpty())
                .findFirst()
                .map(child -> child + " goes on although its parent has ended");
    }

    static Optional<String> asleep(Family now) {
        RunRecord parent = now.store.run(Family.PARENT);
        boolean news = !Inbox.events(now.state(Family.PARENT), now.inbox(Family.PARENT))
                        .isEmpty()
                || Inbox.cancelled(now.inbox(Family.PARENT)).isPresent();
        return parent.status().waiting() && news ? Optional.of("the parent sleeps on a signal") : Optional.empty();
    }

    /** What is lent is held exactly while a child works, and counted is what children have used. */
    static Optional<String> money(Family now, RunState parent) {
        long open = parent.calls().filter(call -> call.openChild().isPresent()).count();
        var spent = parent.spent().family();
        if (spent.lentTokens() != open * FamilyConduct.LOAN.tokens()
                || spent.lentSteps() != open * FamilyConduct.LOAN.steps()) {
            return Optional.of(open + " children are at work, and lent is " + spent);
        }
        if (now.store.run(Family.PARENT).status() != RunStatus.COMPLETED) {
            return Optional.empty();
        }
        long used = now.childRuns().stream()
                .mapToLong(child -> now.state(child.id()).spent().tokens())
                .sum();
        return used == spent.tokens()
                ? Optional.empty()
                : Optional.of("children have used " + used + ", and the parent has counted " + spent.tokens());
    }
}
