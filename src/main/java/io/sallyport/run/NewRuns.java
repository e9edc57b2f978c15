package io.sallyport.run;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.NewRun.CallerKey;
import io.sallyport.core.IdSource;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.Starter;
import java.util.Objects;
import java.util.Optional;

/** From an order to the run that is to be accepted. */
final class NewRuns {
    private final IdSource ids;

    NewRuns(IdSource ids) {
        this.ids = ids;
    }

    NewRun of(StartOrder order, AgentRevision revision) {
        AgentIdentity who = order.caller().identity();
        String thread = order.thread().orElseGet(() -> ids.next("thread"));
        return new NewRun(
                ids.next("run"),
                who.tenant(),
                order.agent(),
                revision.digest(),
                revision.spec(),
                thread,
                order.busy(),
                who.client(),
                who.subject(),
                order.requestId(),
                order.traceparent(),
                order.bodyHash(),
                RunEventJson.write(new RunEvent.Created(
                        order.agent(), revision.digest(), thread, order.input(), order.metadata(), starter(who))),
                order.key().map(key -> new CallerKey(scope(who, order.route()), key, order.bodyHash())));
    }

    private static Optional<Starter> starter(AgentIdentity who) {
        return who.roles().size() > Starter.MOST_ROLES
                ? Optional.empty()
                : Optional.of(new Starter(who.person(), who.roles()));
    }

    /** Principal and route. As JSON, so that no spelling of one name can be taken for two. */
    private static String scope(AgentIdentity who, String route) {
        return Json.text(Json.array()
                .add(who.tenant())
                .add(who.client())
                .add(Objects.requireNonNullElse(who.subject(), ""))
                .add(route));
    }
}
