package io.sallyport.run.explorer;

import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.EventType;
import io.sallyport.run.machine.Inbox;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventReader;
import java.util.List;
import java.util.Optional;

/** What is so in every moment, whatever has happened. */
final class Rules {
    private Rules() {}

    /** The first rule that is broken in {@code now}, which came of {@code before}. */
    static Optional<String> broken(World before, World now) {
        return now.broken
                .or(() -> ownership(before.row(), now.row()))
                .or(() -> journal(before.journal(), now.journal()))
                .or(() -> ends(before, now))
                .or(() -> expiry(now))
                .or(() -> fold(now))
                .or(() -> asleep(now))
                .or(() -> now.state()
                        .calls()
                        .flatMap(call -> effects(now, call).stream())
                        .findFirst())
                .or(() -> business(now))
                .or(() -> asked(now));
    }

    /** While a person is asked whether something may be done, or has said yes, they are not asked about the same again. */
    private static Optional<String> asked(World now) {
        long questions = now.state()
                .calls()
                .filter(call -> now.use(call.id()).tool().approval() == Approval.BY_POLICY)
                .filter(call -> call.approval().isPresent() && call.state() != CallState.DENIED)
                .count();
        return questions > 1 && !now.row().status().terminal()
                ? Optional.of("a person is asked the same twice")
                : Optional.empty();
    }

    private static Optional<String> ownership(RunRecord before, RunRecord now) {
        long rise = now.leaseEpoch() - before.leaseEpoch();
        return rise < 0 || rise > 1
                ? Optional.of("the epoch went from " + before.leaseEpoch() + " to " + now.leaseEpoch())
                : Optional.empty();
    }

    private static Optional<String> journal(List<JournalEvent> before, List<JournalEvent> now) {
        if (now.size() < before.size() || !now.subList(0, before.size()).equals(before)) {
            return Optional.of("an event was taken back");
        }
        for (int i = before.size(); i < now.size(); i++) {
            if (now.get(i).seq() != i + 1) {
                return Optional.of("the journal has a gap before " + now.get(i).seq());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ends(World before, World now) {
        List<JournalEvent> journal = now.journal();
        for (int i = 0; i < journal.size(); i++) {
            boolean last = EventType.of(journal.get(i).type())
                    .filter(EventType::terminal)
                    .isPresent();
            if (last && i < journal.size() - 1) {
                return Optional.of("something follows the end");
            }
        }
        boolean stays = !before.row().status().terminal()
                || before.row().status() == now.row().status();
        return stays ? Optional.empty() : Optional.of("an end was not final");
    }

    /** A run does not expire on somebody who has come. */
    private static Optional<String> expiry(World now) {
        boolean nobodyAwaited = now.row().status() == RunStatus.EXPIRED
                && now.state().calls().noneMatch(call -> call.state() == CallState.ABANDONED);
        return nobodyAwaited ? Optional.of("the run has expired with nobody to wait for") : Optional.empty();
    }

    /** The row and the journal agree, but for whether somebody is at work just now. */
    private static Optional<String> fold(World now) {
        RunStatus row = now.row().status();
        RunStatus folded = now.state().status();
        boolean agree = row.terminal() || folded.terminal() || row.waiting()
                ? row == folded
                : row == RunStatus.QUEUED || row == RunStatus.RUNNING;
        return agree ? Optional.empty() : Optional.of("the row says " + row + ", the journal " + folded);
    }

    /** Nobody sleeps on a signal that would have woken it. */
    private static Optional<String> asleep(World now) {
        RunRecord row = now.row();
        boolean due = row.waitUntil() != null && !row.waitUntil().isAfter(now.now());
        if (!row.status().waiting() || due) {
            return Optional.empty();
        }
        boolean news = !Inbox.events(now.state(), now.inbox()).isEmpty()
                || Inbox.cancelled(now.inbox()).isPresent()
                || row.signals() > now.sleptSeeing();
        boolean work = now.state().calls().noneMatch(call -> switch (call.state()) {
                    case AWAITING_APPROVAL, AWAITING_INPUT, UNKNOWN, INTENT -> true;
                    default -> false;
                })
                && row.status() != RunStatus.WAITING_TIMER;
        if (news) {
            return Optional.of("the run sleeps on a signal");
        }
        return work ? Optional.of("the run sleeps with work to do") : Optional.empty();
    }

    private static Optional<String> effects(World now, CallView call) {
        Scenario.Use use = now.scenario.use(call.ordinal());
        Witness.Seen seen = now.witness.of(call.ordinal());
        if (use.tool().effect() == Effect.NONE) {
            return Optional.empty();
        }
        int once = seen.effects() - seen.overtaken();
        if (once > 1 || seen.overtaken() > 0 && use.tool().idempotency() != Idempotency.QUERYABLE) {
            return Optional.of("call " + call.id() + " has had " + seen.effects() + " effects");
        }
        if (use.tool().idempotency() == Idempotency.NONE && seen.arrivals() > 1) {
            return Optional.of("call " + call.id() + " was sent " + seen.arrivals() + " times");
        }
        if (seen.keys().size() > 1) {
            return Optional.of("call " + call.id() + " has had " + seen.keys().size() + " keys");
        }
        return truth(now, call, seen);
    }

    /** However many calls want one business, it is done once. */
    private static Optional<String> business(World now) {
        int effects = now.state()
                .calls()
                .filter(call -> now.isBusiness(call.id()))
                .map(call -> now.witness.of(call.ordinal()))
                .mapToInt(seen -> seen.effects() - seen.overtaken())
                .sum();
        return effects > 1 ? Optional.of("one business has had " + effects + " effects") : Optional.empty();
    }

    /** Calls of one business share what was done. */
    private static boolean isDone(World now, CallView call, Witness.Seen seen) {
        return seen.effects() > 0
                || now.isBusiness(call.id())
                        && now.state()
                                .calls()
                                .anyMatch(other -> now.isBusiness(other.id())
                                        && now.witness.of(other.ordinal()).effects() > 0);
    }

    /** What the journal says about an effect is so. Only a person's word is the person's. */
    private static Optional<String> truth(World now, CallView call, Witness.Seen seen) {
        boolean done = seen.effects() > 0;
        boolean doneInTime = seen.effects() > seen.overtaken();
        boolean lie = switch (call.state()) {
            case SUCCEEDED -> !isDone(now, call, seen);
            case PROPOSED, ALLOWED -> doneInTime && !call.doubt() && call.attempts() == call.outcomes();
            case DENIED, FAILED_NOT_APPLIED, AWAITING_APPROVAL -> doneInTime;
            case RECONCILED -> byEvidence(now, call) && done != applied(call);
            default -> false;
        };
        return lie
                ? Optional.of("the journal says " + call.state() + " of " + call.id() + ", the witness has seen "
                        + seen.effects() + " effects")
                : Optional.empty();
    }

    private static boolean byEvidence(World now, CallView call) {
        if (now.inbox().stream().noneMatch(signal -> signal.actor().equals("evidence"))) {
            return false;
        }
        return RunEventReader.readAll(now.journal()).stream()
                .anyMatch(event -> event instanceof RunEvent.ToolReconciled about
                        && about.call().equals(call.id())
                        && about.by().equals("evidence"));
    }

    private static boolean applied(CallView call) {
        return call.answer().filter(answer -> !answer.has("error")).isPresent();
    }
}
