package io.sallyport.embedded.library;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** {@code GET /documents} and {@code GET /documents/<name>}, for whoever shows the key. */
final class LibraryRoutes {
    private static final Logger LOG = Logger.getLogger(LibraryRoutes.class);
    private static final String KEY = "X-Library-Key";

    private final Shelf shelf;
    private final byte[] key;

    LibraryRoutes(Shelf shelf, String key) {
        this.shelf = shelf;
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    private record Reply(int status, JsonObject body) {
        static Reply error(int status, String code, String message) {
            return new Reply(status, new JsonObject().put("code", code).put("message", message));
        }
    }

    void list(RoutingContext context) {
        answer(context, () -> {
            Shelf.Listing listing = shelf.list();
            JsonArray documents = new JsonArray();
            listing.documents().forEach(one -> {
                var _ = documents.add(new JsonObject().put("name", one.name()).put("bytes", one.bytes()));
            });
            return new Reply(200, new JsonObject().put("documents", documents).put("leftOut", listing.leftOut()));
        });
    }

    void read(RoutingContext context) {
        String name = Objects.requireNonNullElse(context.pathParam("name"), "");
        answer(
                context,
                () -> shelf.read(name)
                        .map(document -> new Reply(200, document.json()))
                        .orElseGet(() ->
                                Reply.error(404, "no_such_document", "No document of the library has this name.")));
    }

    /** Disks make whoever asks wait, so somebody else asks. */
    private void answer(RoutingContext context, Callable<Reply> work) {
        String shown = context.request().getHeader(KEY);
        if (shown == null || !MessageDigest.isEqual(key, shown.getBytes(StandardCharsets.UTF_8))) {
            send(context, Reply.error(401, "library_key_missing", "Send the library's key in " + KEY + "."));
            return;
        }
        var _ = context.vertx()
                .executeBlocking(work, false)
                .onSuccess(reply -> send(context, reply))
                .onFailure(failure -> send(context, failed(failure)));
    }

    private static Reply failed(Throwable failure) {
        if (failure instanceof CharacterCodingException) {
            return Reply.error(415, "no_text", "This document is no text in UTF-8.");
        }
        LOG.warnf("the example library cannot read: %s", failure);
        return Reply.error(503, "library_unreadable", "The library cannot be read at this moment.");
    }

    private static void send(RoutingContext context, Reply reply) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        var _ = context.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(reply.body().encode());
    }
}
