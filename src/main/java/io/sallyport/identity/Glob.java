package io.sallyport.identity;

import java.util.List;

/**
 * A permission pattern: {@code *} stands for any run of characters within the name behind the kind, so that {@code route:*} covers
 * every route and never {@code admin}. A star within the kind matches nothing: what may do everything must say so kind by kind.
 */
public final class Glob {
    private static final String KIND_END = ":";

    private final String prefix;
    private final List<String> middle;
    private final String suffix;
    private final boolean exact;

    private Glob(String pattern) {
        List<String> parts = List.of(pattern.split("\\*", -1));
        exact = parts.size() == 1;
        prefix = parts.getFirst();
        suffix = parts.getLast();
        middle = exact ? List.of() : parts.subList(1, parts.size() - 1);
    }

    /** From a pattern such as {@code route:chat-*}. */
    public static Glob of(String pattern) {
        return new Glob(pattern);
    }

    /** Linear in the length of {@code permission} for each star; the leftmost match of each part is always enough. */
    public boolean matches(String permission) {
        if (exact) {
            return permission.equals(prefix);
        }
        if (!prefix.contains(KIND_END)
                || permission.length() < prefix.length() + suffix.length()
                || !permission.startsWith(prefix)
                || !permission.endsWith(suffix)) {
            return false;
        }
        return middleMatches(permission.substring(prefix.length(), permission.length() - suffix.length()));
    }

    private boolean middleMatches(String rest) {
        int from = 0;
        for (String part : middle) {
            int at = rest.indexOf(part, from);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }
}
