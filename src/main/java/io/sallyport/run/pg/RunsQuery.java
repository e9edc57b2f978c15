package io.sallyport.run.pg;

import io.sallyport.run.RunFilter;
import io.vertx.mutiny.sqlclient.Tuple;

/** A list of runs as SQL: only the conditions that are asked for, so that the planner sees which index helps. */
record RunsQuery(String sql, Tuple values) {
    static RunsQuery of(RunFilter filter) {
        StringBuilder where = new StringBuilder("tenant = $1");
        Tuple values = Tuple.tuple().addString(filter.tenant());
        filter.creator().ifPresent(creator -> {
            where.append(" AND client = $").append(put(values, creator.client()));
            if (creator.subject() == null) {
                where.append(" AND subject IS NULL");
            } else {
                where.append(" AND subject = $").append(put(values, creator.subject()));
            }
        });
        filter.agent().ifPresent(agent -> where.append(" AND agent = $").append(put(values, agent)));
        filter.thread().ifPresent(thread -> where.append(" AND thread = $").append(put(values, thread)));
        filter.status().ifPresent(status -> where.append(" AND status = $").append(put(values, status.name())));
        filter.after()
                .ifPresent(after -> where.append(" AND (created_at, id) < (SELECT created_at, id FROM run WHERE id = $")
                        .append(put(values, after))
                        .append(')'));
        values.addInteger(filter.most());
        return new RunsQuery(
                "SELECT id, agent, revision, thread, status, client, subject, created_at, updated_at, ended_at FROM run WHERE "
                        + where + " ORDER BY created_at DESC, id DESC LIMIT $" + values.size(),
                values);
    }

    private static int put(Tuple values, String value) {
        return values.addString(value).size();
    }
}
