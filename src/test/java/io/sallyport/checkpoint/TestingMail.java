package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What ended runs have left for others, as {@link TestingCheckpoints} keeps it. */
final class TestingMail {
    private final Map<Mail, Letter> letters = new LinkedHashMap<>();

    /** One that nobody has carried yet. */
    record Letter(String sender, Bytes data, Instant at) {}

    void putAll(TestingMail others) {
        letters.putAll(others.letters);
    }

    /** {@code run} has ended; whether it has left word for others. */
    boolean ended(TestingRun run, Optional<Bytes> report, Collection<TestingRun> all, Instant now) {
        String sender = run.order.id();
        if (all.stream().anyMatch(other -> other.order.id().equals(run.kin.parent()) && other.open())) {
            letters.putIfAbsent(
                    new Mail(run.kin.parent(), Signal.Kind.CHILD_END, run.kin.call()),
                    new Letter(sender, report.orElse(Bytes.of("{}")), now));
        }
        all.stream()
                .filter(other -> other.kin.isOf(sender) && other.open())
                .forEach(child -> letters.putIfAbsent(
                        new Mail(child.order.id(), Signal.Kind.CANCEL, Mail.PARENT_ENDED),
                        new Letter(sender, Bytes.of("{\"reason\":\"The run that began this one has ended.\"}"), now)));
        return !from(sender).isEmpty();
    }

    List<Mail> from(String sender) {
        return letters.entrySet().stream()
                .filter(entry -> entry.getValue().sender().equals(sender))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<Mail> late(Instant before, int most) {
        return letters.entrySet().stream()
                .filter(entry -> entry.getValue().at().isBefore(before))
                .map(Map.Entry::getKey)
                .limit(most)
                .toList();
    }

    static Mail.Delivery raise(TestingRun run, Mail mail, Letter letter, Instant now) {
        boolean atWork = run.status == RunStatus.RUNNING;
        var _ = run.raise(mail.kind(), letter.data(), letter.sender(), now);
        return atWork ? Mail.Delivery.AT_WORK : Mail.Delivery.WOKEN;
    }

    Optional<Letter> take(Mail mail) {
        return Optional.ofNullable(letters.remove(mail));
    }
}
