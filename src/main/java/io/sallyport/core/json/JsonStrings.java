package io.sallyport.core.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The inside of JSON strings (RFC 8259 section 7): where they end, and what they say. */
final class JsonStrings {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private String expected = "";

    /** What should have stood where {@link #end} found the error. */
    String expected() {
        return expected;
    }

    /** The position behind the closing quote of the string whose opening quote is at {@code open}; else {@code ~} the error's position. */
    int end(byte[] bytes, int open, int to) {
        int i = open + 1;
        while (true) {
            i = plainUntil(bytes, i, to);
            if (i == to) {
                return error(to, "the closing '\"'");
            }
            byte c = bytes[i];
            if (c == '"') {
                return i + 1;
            }
            i = c == '\\' ? escape(bytes, i + 1, to) : beyondAscii(bytes, i, to);
            if (i < 0) {
                return i;
            }
        }
    }

    private int beyondAscii(byte[] bytes, int at, int to) {
        if (bytes[at] >= 0) {
            return error(at, "control characters to be escaped");
        }
        int length = Utf8.sequence(bytes, at, to);
        return length == 0 ? error(at, "valid UTF-8") : at + length;
    }

    private int escape(byte[] bytes, int at, int to) {
        if (at == to) {
            return error(at, "the closing '\"'");
        }
        return switch (bytes[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> fourHexDigits(bytes, at + 1, to);
            default -> error(at, "one of \"\\/bfnrtu after '\\'");
        };
    }

    private int fourHexDigits(byte[] bytes, int at, int to) {
        for (int i = at; i < at + 4; i++) {
            if (i >= to || Character.digit(bytes[i], 16) < 0) {
                return error(Math.min(i, to), "four hexadecimal digits after '\\u'");
            }
        }
        return at + 4;
    }

    private int error(int at, String what) {
        expected = what;
        return ~at;
    }

    /** The first position whose byte is not ASCII text that stands for itself, eight bytes at a time. */
    private static int plainUntil(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long stops = stops((long) WORDS.get(bytes, i));
            if (stops != 0) {
                return i + (Long.numberOfTrailingZeros(stops) >>> 3);
            }
        }
        while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /**
     * The high bit of each byte that is a quote, a backslash, below 0x20 or above 0x7f. A borrow may set bits above the first one
     * wrongly; only the lowest is looked at.
     */
    private static long stops(long word) {
        long quote = word ^ ONES * '"';
        long backslash = word ^ ONES * '\\';
        long found = (quote - ONES) & ~quote;
        found |= (backslash - ONES) & ~backslash;
        found |= (word - ONES * ' ') & ~word;
        return (found | word) & HIGH_BITS;
    }

    /** The value of validated string content, without its quotes. */
    static String decode(byte[] bytes, int from, int to) {
        int escape = indexOfBackslash(bytes, from, to);
        if (escape == to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        while (escape < to) {
            text.append(new String(bytes, plain, escape - plain, StandardCharsets.UTF_8));
            text.append(unescape(bytes, escape + 1));
            plain = escape + (bytes[escape + 1] == 'u' ? 6 : 2);
            escape = indexOfBackslash(bytes, plain, to);
        }
        return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    static int indexOfBackslash(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private static char unescape(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex(bytes, at + 1);
            default -> (char) bytes[at];
        };
    }

    private static char hex(byte[] bytes, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = value << 4 | Character.digit(bytes[i], 16);
        }
        return (char) value;
    }
}
