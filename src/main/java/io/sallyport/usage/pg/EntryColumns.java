package io.sallyport.usage.pg;

import static io.sallyport.limit.pg.AccountColumns.moment;
import static io.sallyport.limit.pg.AccountColumns.text;

import io.sallyport.chat.Usage;
import io.sallyport.limit.Spender;
import io.sallyport.limit.pg.AccountColumns;
import io.sallyport.usage.UsageEntry;
import io.sallyport.usage.UsageEntry.Settlement;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A batch of entries as the arrays that {@code usage_write} takes, in the order of its parameters. An entry that is there twice counts once. */
final class EntryColumns {
    private static final int COUNT = 33;

    static final String PARAMETERS =
            IntStream.rangeClosed(1, COUNT).mapToObj(n -> "$" + n).collect(Collectors.joining(", "));

    private final List<UsageEntry> entries;

    private EntryColumns(Collection<UsageEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    static Tuple of(List<UsageEntry> batch) {
        Map<String, UsageEntry> byId = LinkedHashMap.newLinkedHashMap(batch.size());
        batch.forEach(entry -> byId.putIfAbsent(entry.id(), entry));
        EntryColumns columns = new EntryColumns(byId.values());
        Tuple values = Tuple.tuple();
        columns.putNames(values);
        columns.putCounts(values);
        columns.putSettlements(values);
        return values;
    }

    private void putNames(Tuple values) {
        putText(values, UsageEntry::id);
        values.addValue(entries.stream().map(entry -> moment(entry.at())).toArray(OffsetDateTime[]::new));
        putText(values, entry -> entry.spender().tenant());
        putText(values, entry -> entry.spender().client());
        putSpender(values, Spender::user);
        putSpender(values, Spender::agent);
        putSpender(values, Spender::run);
        putText(values, UsageEntry::call);
        values.addValue(entries.stream().map(UsageEntry::attempt).toArray(Integer[]::new));
        values.addValue(entries.stream().map(UsageEntry::last).toArray(Boolean[]::new));
        putText(values, UsageEntry::what);
        putOptional(values, UsageEntry::route);
        putText(values, UsageEntry::model);
        putOptional(values, UsageEntry::answeredBy);
        putText(values, UsageEntry::outcome);
    }

    private void putCounts(Tuple values) {
        putTokens(values, Usage::input);
        putTokens(values, Usage::cachedInput);
        putTokens(values, Usage::cacheWrite);
        putTokens(values, Usage::output);
        putTokens(values, Usage::reasoning);
        putNumber(values, UsageEntry::costNano);
        putOptional(values, UsageEntry::currency);
        values.addValue(entries.stream().map(UsageEntry::estimated).toArray(Boolean[]::new));
        putNumber(values, UsageEntry::durationMillis);
        putOptional(values, UsageEntry::reservation);
    }

    private void putSettlements(Tuple values) {
        List<Integer> places = new ArrayList<>();
        List<Settlement> all = new ArrayList<>();
        for (int place = 0; place < entries.size(); place++) {
            for (Settlement settlement : entries.get(place).settlements()) {
                places.add(place + 1);
                all.add(settlement);
            }
        }
        values.addValue(places.toArray(Integer[]::new));
        new AccountColumns(all.stream().map(Settlement::account).toList())
                .all(values)
                .addValue(all.stream().map(Settlement::actual).toArray(Long[]::new));
    }

    private void putText(Tuple values, Function<UsageEntry, String> of) {
        values.addValue(entries.stream().map(of).map(AccountColumns::text).toArray(String[]::new));
    }

    private void putSpender(Tuple values, Function<Spender, @Nullable String> of) {
        putOptional(values, entry -> Optional.ofNullable(of.apply(entry.spender())));
    }

    private void putOptional(Tuple values, Function<UsageEntry, Optional<String>> of) {
        @Nullable String[] column = new String[entries.size()];
        for (int place = 0; place < column.length; place++) {
            Optional<String> value = of.apply(entries.get(place));
            column[place] = value.isPresent() ? text(value.get()) : null;
        }
        values.addValue(column);
    }

    private void putTokens(Tuple values, Function<Usage, Long> of) {
        putNumber(values, entry -> of.apply(entry.usage()));
    }

    private void putNumber(Tuple values, Function<UsageEntry, Long> of) {
        values.addValue(entries.stream().map(of).toArray(Long[]::new));
    }
}
