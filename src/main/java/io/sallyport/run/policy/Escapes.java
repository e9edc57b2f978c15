package io.sallyport.run.policy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding and the escapes of JSON, which a model reads as what they stand for. */
final class Escapes {
    private Escapes() {}

    static String resolved(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            if (octet(text, i) >= 0) {
                i = percent(text, i, out);
            } else if (text.startsWith("\\u", i) && hex(text, i + 2, 4) >= 0) {
                out.append((char) hex(text, i + 2, 4));
                i += 6;
            } else {
                out.append(text.charAt(i++));
            }
        }
        return out.toString();
    }

    /** A run of percent-encoded octets is UTF-8. */
    private static int percent(String text, int from, StringBuilder out) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = from;
        for (int octet = octet(text, at); octet >= 0; octet = octet(text, at)) {
            bytes.write(octet);
            at += 3;
        }
        out.append(bytes.toString(StandardCharsets.UTF_8));
        return at;
    }

    private static int octet(String text, int at) {
        return at < text.length() && text.charAt(at) == '%' ? hex(text, at + 1, 2) : -1;
    }

    private static int hex(String text, int at, int digits) {
        if (at + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
