package io.sallyport.embedded;

import java.io.IOException;

/** What the example inbox has sent: in a schema of its own, because it is not the gateway's and no migration of the gateway knows it. */
final class InboxTable {
    private static final String DEFINITION = """
            create schema if not exists example_inbox;
            create table if not exists example_inbox.sent (
                key       text        primary key,
                id        text        not null unique,
                recipient text        not null,
                subject   text        not null,
                body      text        not null,
                at        timestamptz not null default now(),
                asked     bigint      not null default 1
            )
            """;

    private InboxTable() {}

    static void ensure(int port, String password) throws IOException {
        ShopTable.execute("the example inbox", DEFINITION, port, password);
    }
}
