package io.sallyport.config.readiness;

import java.util.Optional;

/**
 * Whether all replicas' pools fit into the database at the same time. One that does not fit shows on the busiest day, when the last replica to
 * grow is refused its connections.
 *
 * @param most     {@code max_connections}, without those that are kept for superusers and reserved roles
 * @param replicas as many as there will be, a rolling update's included
 * @param pool     connections of one replica
 */
public record ConnectionBudget(int most, int replicas, int pool) {
    private static final String REPLICAS = "SALLYPORT_RUNS_REPLICAS";
    private static final String POOL = "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE";
    private static final int USUAL_REPLICAS = 3;
    private static final int USUAL_POOL = 20;

    /** What PostgreSQL is asked for {@code most}. Settings that its version does not know are none. */
    public static final String QUESTION = "SELECT current_setting('max_connections')::int"
            + " - coalesce(nullif(current_setting('superuser_reserved_connections', true), ''), '0')::int"
            + " - coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int";

    /** With what is set, else with the defaults. A value that is no number is told of elsewhere. */
    public static ConnectionBudget of(int most, Settings settings) {
        return new ConnectionBudget(
                most, number(settings, REPLICAS, USUAL_REPLICAS), number(settings, POOL, USUAL_POOL));
    }

    private static int number(Settings settings, String name, int usual) {
        return settings.get(name)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(usual);
    }

    /** What is wrong, with its fix. */
    public Optional<String> finding() {
        long needed = (long) replicas * pool;
        return needed <= most
                ? Optional.empty()
                : Optional.of(replicas + " replicas with " + pool + " connections each need " + needed
                        + ", and the database gives " + most + ": raise its max_connections, or lower " + POOL + " or "
                        + REPLICAS + ".");
    }
}
