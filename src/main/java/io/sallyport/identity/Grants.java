package io.sallyport.identity;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The permissions of one credential under one snapshot: what the catalogue grants, and of that only what the credential is narrowed
 * to. Decisions are remembered; how many is bounded, because callers choose the names that are asked about.
 */
final class Grants implements Permissions {
    private static final String PERSONS_ONLY = "approve:";
    private static final int MOST_REMEMBERED = 256;

    private final List<Glob> granted;
    private final Optional<List<Glob>> narrowedTo;
    private final AgentIdentity identity;
    private final ConcurrentMap<String, Boolean> decisions = new ConcurrentHashMap<>();

    /** What {@code granted} allows {@code verified} to do, never more than its credential is narrowed to. */
    Grants(List<String> granted, Verified verified) {
        this.granted = globs(granted);
        this.narrowedTo = verified.scopes().map(Grants::globs);
        this.identity = verified.identity();
    }

    @Override
    public boolean allows(String permission) {
        Boolean known = decisions.get(permission);
        return known != null ? known : decide(permission);
    }

    private boolean decide(String permission) {
        boolean allowed = isFor(identity, permission)
                && anyMatches(granted, permission)
                && narrowedTo.map(globs -> anyMatches(globs, permission)).orElse(true);
        if (decisions.size() < MOST_REMEMBERED) {
            decisions.put(permission, allowed);
        }
        return allowed;
    }

    private static boolean isFor(AgentIdentity identity, String permission) {
        return identity.person() || !permission.startsWith(PERSONS_ONLY);
    }

    private static boolean anyMatches(List<Glob> globs, String permission) {
        return globs.stream().anyMatch(glob -> glob.matches(permission));
    }

    private static List<Glob> globs(List<String> patterns) {
        return patterns.stream().map(Glob::of).toList();
    }
}
