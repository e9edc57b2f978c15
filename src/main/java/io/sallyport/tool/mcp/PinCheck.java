package io.sallyport.tool.mcp;

import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.vertx.core.Future;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A tool is called while its definition is the one that was agreed to, and not otherwise. What its server says of it is not passed on. */
final class PinCheck {
    private static final Logger LOG = Logger.getLogger(PinCheck.class);

    private final Offers offers;

    PinCheck(Offers offers) {
        this.offers = offers;
    }

    /** What keeps {@code remote} from being called; empty: nothing. Completes on any thread; never fails. */
    Future<Optional<ToolError>> refusal(String server, Session session, RemoteTool remote) {
        Optional<String> offered = session.digest(remote.name());
        if (offered.isEmpty()) {
            LOG.warnf("the MCP server %s does not offer the tool %s", server, remote.name());
            return Future.succeededFuture(Optional.of(refused(
                    ToolErrors.WITHDRAWN, "The server does not offer this tool at the moment.", "Go on without it.")));
        }
        String digest = offered.get();
        if (remote.digest().isPresent()) {
            return Future.succeededFuture(held(server, remote.name(), digest, remote.digest()));
        }
        return offers.accepted(server)
                .map(all -> held(server, remote.name(), digest, Optional.ofNullable(all.get(remote.name()))))
                .otherwise(Optional.of(ToolErrors.later(
                        ToolErrors.UNAVAILABLE, "Whether the tool may be called cannot be found out at the moment.")));
    }

    private static Optional<ToolError> held(String server, String tool, String digest, Optional<String> agreed) {
        if (agreed.filter(digest::equals).isPresent()) {
            return Optional.empty();
        }
        LOG.warnf(
                "the MCP server %s offers the tool %s with the definition %s; agreed to is %s",
                server, tool, digest, agreed.orElse("none"));
        return Optional.of(
                agreed.isEmpty()
                        ? refused(
                                ToolErrors.NOT_ACCEPTED,
                                "The tool is new, and nobody has accepted its definition yet.",
                                "Go on without it; an administrator has to accept it first.")
                        : refused(
                                ToolErrors.CHANGED,
                                "The tool is not what it was: its definition has changed, and the new one is not accepted.",
                                "Go on without it; an administrator has to accept the change first."));
    }

    private static ToolError refused(String code, String what, String fix) {
        return new ToolError(code, what, false, "Nothing was done. " + fix, null);
    }
}
