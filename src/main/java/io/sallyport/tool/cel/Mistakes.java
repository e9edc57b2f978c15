package io.sallyport.tool.cel;

import io.sallyport.catalog.ConditionCheck.Mistake;
import io.sallyport.core.Nearest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a condition, in words for whoever has written it. */
final class Mistakes {
    private static final String USUAL = "Write CEL that is true or false, like `\"args.quantity <= 100\"`, over "
            + String.join(", ", Names.all()) + ".";
    private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']{1,100})'");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*");

    private Mistakes() {}

    static Mistake of(Exception wrong, String text) {
        String message = wrong.getMessage() == null ? "it is no CEL" : firstLine(wrong.getMessage());
        Matcher unknown = UNKNOWN.matcher(message);
        return unknown.find() ? unknownName(unknown.group(1), text) : new Mistake(message, USUAL);
    }

    /** CEL names the first part alone; what was meant is the whole. */
    private static Mistake unknownName(String first, String text) {
        String whole = WORD.matcher(text)
                .results()
                .map(match -> match.group())
                .filter(word -> word.equals(first) || word.startsWith(first + "."))
                .findFirst()
                .orElse(first);
        return new Mistake(
                "`" + whole + "` is nothing that a condition knows",
                Nearest.to(whole, Names.all())
                        .map(meant -> "Did you mean `" + meant + "`?")
                        .orElse("It may ask about " + String.join(", ", Names.all()) + "."));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
