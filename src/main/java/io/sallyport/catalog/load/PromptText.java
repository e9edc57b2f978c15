package io.sallyport.catalog.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dotprompt file in its two parts, with LF line ends.
 *
 * @param frontMatter YAML, lines where they are in the file; empty where there is none
 * @param body        what follows
 * @param bodyLine    the line in which it begins, from 1
 */
record PromptText(String frontMatter, String body, int bodyLine) {
    /** Comments and empty lines may stand in front of it. */
    private static final Pattern BEGIN = Pattern.compile("\\A(?:(?:#[^\\n]*|[ \\t]*)\\n)*---[ \\t]*\\n");

    private static final Pattern END = Pattern.compile("(?m)^---[ \\t]*(?:\\n|\\z)");

    static PromptText of(String written) {
        String text = lines(written);
        Matcher begin = BEGIN.matcher(text);
        if (!begin.find()) {
            return new PromptText("", text, 1);
        }
        Matcher end = END.matcher(text);
        boolean closed = end.find(begin.end());
        int frontEnd = closed ? end.start() : text.length();
        int bodyStart = closed ? end.end() : text.length();
        String above = "\n".repeat(lineOf(text, begin.end()) - 1);
        return new PromptText(
                above + text.substring(begin.end(), frontEnd), text.substring(bodyStart), lineOf(text, bodyStart));
    }

    static String lines(String written) {
        return written.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static int lineOf(String text, int at) {
        return 1
                + Math.toIntExact(
                        text.substring(0, at).chars().filter(c -> c == '\n').count());
    }
}
