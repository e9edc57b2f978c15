package io.sallyport.usage;

import io.sallyport.chat.Usage;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Spender;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at a model, or one call of a tool.
 *
 * @param id          its own; an entry that is written twice counts once
 * @param at          when it began: whose prices and which windows count
 * @param call        the request's id
 * @param attempt     1 for the first one
 * @param last        whether the call ended with it: the entries with {@code last} are the requests
 * @param what        {@code "chat"}, {@code "embedding"} or {@code "tool"}
 * @param route       alias; empty for tools
 * @param model       {@code provider/model}, or the tool's name
 * @param answeredBy  the model that the provider says it was, where it says so
 * @param outcome     {@code ok}, or the word for how it failed
 * @param costNano    billionths of the currency's unit
 * @param currency    empty where the model has no price
 * @param estimated   whether nobody counted and the tokens are what was seen of the answer
 * @param settlements what it settles
 */
public record UsageEntry(
        String id,
        Instant at,
        Spender spender,
        String call,
        int attempt,
        boolean last,
        String what,
        Optional<String> route,
        String model,
        Optional<String> answeredBy,
        String outcome,
        Usage usage,
        long costNano,
        Optional<String> currency,
        boolean estimated,
        long durationMillis,
        Optional<String> reservation,
        List<Settlement> settlements) {
    public UsageEntry {
        settlements = List.copyOf(settlements);
    }

    /**
     * What an entry comes to for one budget. What was held for it is the reservation's to say.
     *
     * @param account a budget that the entry counts against
     * @param actual  what it came to
     */
    public record Settlement(Account account, long actual) {}
}
