package io.sallyport.tool.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.ToolBinding.Auth;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Streams of announcements, one for each server that offers one, in the session of whoever came first. A server that is called in users'
 * names is not listened to: nobody's token is used while its user asks for nothing.
 */
final class Ears {
    static final String LIST_CHANGED = "notifications/tools/list_changed";

    /** For so long a server that offers no stream is not asked for one. */
    private static final Duration SILENT = Duration.ofMinutes(10);

    private static final int MOST_SILENT = 1000;

    private final Beside beside;
    private final McpObserver observer;
    private final Pace pace;
    private final Heard heard;
    private final Map<Place, Ear> listening = new HashMap<>();
    private final Cache<Place, Boolean> silent = Caffeine.newBuilder()
            .maximumSize(MOST_SILENT)
            .expireAfterWrite(SILENT)
            .build();
    private boolean closed;

    /** Hears what is announced in a session. On the session's event loop. */
    interface Heard {
        void announced(SessionKey key, Session session, Ear.Said said);
    }

    Ears(Beside beside, McpObserver observer, Pace pace, Heard heard) {
        this.beside = beside;
        this.observer = observer;
        this.pace = pace;
        this.heard = heard;
    }

    /** Listens in this session, unless somebody listens to its server already. */
    synchronized void listen(SessionKey key, Session session) {
        boolean wanted = !closed
                && session.greeting().announces()
                && key.place().auth() != Auth.USER
                && !listening.containsKey(key.place())
                && silent.getIfPresent(key.place()) == null;
        if (wanted && session.enter()) {
            Ear ear = new Ear(beside, session, pace, observer, said -> said(key, session, said));
            listening.put(key.place(), ear);
            ear.open();
        }
    }

    /** The session is kept no longer; whether its server was listened to in it. */
    synchronized boolean ended(Session session) {
        return listening.values().removeIf(ear -> ear.closedWith(session));
    }

    synchronized void close() {
        closed = true;
        listening.values().forEach(Ear::close);
        listening.clear();
    }

    private void said(SessionKey key, Session session, Ear.Said said) {
        if (said == Ear.Said.SILENT) {
            silent.put(key.place(), true);
        } else {
            heard.announced(key, session, said);
        }
        if (said != Ear.Said.CHANGED) {
            var _ = ended(session);
        }
    }
}
