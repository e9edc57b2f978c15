package io.sallyport.run;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.limit.RequestRates;
import io.sallyport.limit.Spender;
import io.sallyport.stop.StopProblems;
import io.sallyport.stop.Stops;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** What has to hold before a run is written down: nothing it needs is stopped, it has a key where one is wanted, and it is not one too many. */
@Singleton
class RunAdmission {
    private final RequestRates rates;
    private final Stops stops;

    RunAdmission(RequestRates rates, Stops stops) {
        this.rates = rates;
        this.stops = stops;
    }

    /** Throws AGENT_STOPPED or IDEMPOTENCY_KEY_REQUIRED. */
    void mustBeOpen(StartOrder order, AgentRevision revision) {
        stops.over(StoppedRuns.actor(revision, order.caller().identity().client()))
                .ifPresent(stop -> {
                    throw StopProblems.agent(stop).exception();
                });
        if (revision.agent().requireKey() && order.key().isEmpty()) {
            throw RunProblems.keyRequired(order.agent()).exception();
        }
    }

    /** Counts it as a request of the caller; fails where that is one too many. */
    Uni<Void> count(StartOrder order) {
        AgentIdentity who = order.caller().identity();
        return rates.count(
                order.caller().catalog(),
                new Spender(who.tenant(), who.client(), who.roles(), who.subject(), order.agent(), null));
    }
}
