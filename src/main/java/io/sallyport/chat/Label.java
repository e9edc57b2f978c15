package io.sallyport.chat;

import java.util.regex.Pattern;

/**
 * Whose words a part holds. It travels with the part for ever: through model calls, journal, resume and API.
 *
 * @param text {@code system}, {@code user}, {@code tool:<name>} or {@code agent:<name>}
 */
public record Label(String text) {
    private static final Pattern WRITTEN = Pattern.compile("system|user|(tool|agent):[A-Za-z0-9_.:/-]{1,128}");

    /** The catalogue's and the prompts' own words. */
    public static final Label SYSTEM = new Label("system");

    /** The authenticated caller's words. */
    public static final Label USER = new Label("user");

    public Label {
        if (!WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException("no label: " + text);
        }
    }

    /** What the tool of this name answered. */
    public static Label tool(String name) {
        return new Label("tool:" + name);
    }

    /** What the agent of this name said. */
    public static Label agent(String name) {
        return new Label("agent:" + name);
    }

    @Override
    public String toString() {
        return text;
    }
}
