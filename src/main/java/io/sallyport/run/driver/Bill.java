package io.sallyport.run.driver;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Price;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Usage;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.run.machine.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the attempts of one model call cost, each at the price of the model that was asked.
 *
 * @param at when the call began: whose prices count
 */
record Bill(RouteSpec route, int requestBytes, Reservation held, Instant at) {
    Optional<Price> price(String model) {
        return Reservation.models(route)
                .filter(spec -> spec.ref().equals(model))
                .findFirst()
                .flatMap(ModelSpec::price)
                .flatMap(prices -> prices.at(at));
    }

    long nano(String model, Usage usage) {
        return price(model).map(price -> price.nano(usage)).orElse(0L);
    }

    /**
     * What was spent on answers that did not become the answer: what the provider counted, or all that was held where an answer had begun and
     * nobody has counted it. A provider that was silent or said no is not paid.
     */
    List<RunEvent.MessageLost> lost(int step, int attempt, List<AttemptRecord> attempts) {
        return attempts.stream()
                .filter(one -> one.outcome() != AttemptOutcome.OK && spent(one).total() > 0)
                .map(one -> new RunEvent.MessageLost(
                        step,
                        attempt,
                        Optional.of(one.model()),
                        one.outcome().label(),
                        spent(one).total(),
                        nano(one.model(), spent(one))))
                .toList();
    }

    private Usage spent(AttemptRecord attempt) {
        if (attempt.usage() != null) {
            return attempt.usage();
        }
        boolean begun = attempt.firstTokenMs() >= 0 && held.tokens() > 0;
        long input = Math.min(requestBytes, held.tokens());
        return begun ? new Usage(input, 0, held.tokens() - input, 0) : Usage.NONE;
    }

    static long nano(List<RunEvent.MessageLost> lost) {
        return lost.stream().mapToLong(RunEvent.MessageLost::costNano).sum();
    }
}
