package io.sallyport.tool.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** A text as the value of a header (revision 2026-07-28, "Value Encoding"). */
final class HeaderValue {
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderValue() {}

    static String of(String text) {
        boolean dressed = text.startsWith(BEGIN) && text.endsWith(END);
        return PLAIN.matcher(text).matches() && !dressed
                ? text
                : BEGIN + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + END;
    }
}
