package io.sallyport.limit.pg;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.core.Sha256;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Budgets.Account;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/** Accounts as the arrays that one statement takes. */
public final class AccountColumns {
    private static final int LONGEST = 400;
    private static final int KEPT = 300;

    private final List<Account> accounts;

    public AccountColumns(List<Account> accounts) {
        this.accounts = accounts;
    }

    /** Tenants, scopes, names of limits, starts. */
    Tuple keys(Tuple values) {
        return values.addValue(column(account -> account.limit().tenant()))
                .addValue(column(account -> account.limit().scope()))
                .addValue(column(account -> account.limit().limit().name()))
                .addValue(moments(account -> account.period().start()));
    }

    /** The keys, and then ends and limits. */
    public Tuple all(Tuple values) {
        return keys(values)
                .addValue(moments(account -> account.period().end()))
                .addValue(accounts.stream()
                        .map(Account::limit)
                        .map(AppliedLimit::limit)
                        .map(LimitSpec::amount)
                        .toArray(Long[]::new));
    }

    private String[] column(Function<Account, String> of) {
        return accounts.stream().map(of).map(AccountColumns::text).toArray(String[]::new);
    }

    private OffsetDateTime[] moments(Function<Account, Instant> of) {
        return accounts.stream().map(of).map(AccountColumns::moment).toArray(OffsetDateTime[]::new);
    }

    /** As PostgreSQL takes it into an index: names come from tokens too. It has no U+0000, and what is very long is known by its digest. */
    public static String text(String from) {
        String clean = from.indexOf('\0') < 0 ? from : from.replace('\0', '\uFFFD');
        return clean.length() <= LONGEST
                ? clean
                : clean.substring(0, KEPT) + '#' + Sha256.of(clean).hex();
    }

    public static OffsetDateTime moment(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
