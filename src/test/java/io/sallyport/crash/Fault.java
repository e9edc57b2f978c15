package io.sallyport.crash;

/** What goes wrong. */
enum Fault {
    /** {@code kill -9} of the replica; it is started again. */
    KILL,
    /** The replica is frozen for two leases, and goes on as if nothing had happened. */
    FREEZE,
    /** Its connections to PostgreSQL are reset. */
    POSTGRES_CUT,
    /** PostgreSQL does what it is told, and the replica never hears of it. */
    POSTGRES_ANSWER_LOST,
    /** PostgreSQL crashes, for all replicas, and recovers. */
    POSTGRES_RESTART,
    /** Redis loses everything. */
    REDIS_FLUSH,
    /** Redis is killed and started again. */
    REDIS_RESTART,
    /** Nothing passes between the replica and PostgreSQL for two leases, and then what was held. */
    BLACK_HOLE,
    /** The tool acts, and resets the connection. */
    TOOL_RESET,
    /** The MCP server acts, and is killed before it answers ({@code kill -9}); it is started again. */
    TOOL_KILL;

    /** Whether all replicas feel it. */
    boolean everywhere() {
        return this == POSTGRES_RESTART || this == REDIS_FLUSH || this == REDIS_RESTART;
    }
}
