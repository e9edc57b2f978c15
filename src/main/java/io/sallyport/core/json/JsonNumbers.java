package io.sallyport.core.json;

/** JSON numbers (RFC 8259 section 6). */
final class JsonNumbers {
    private static final int MOST_DIGITS = 18;

    private JsonNumbers() {}

    /** The position behind the number at {@code from}; else {@code ~} the position where a digit is missing. */
    static int end(byte[] bytes, int from, int to) {
        int i = bytes[from] == '-' ? from + 1 : from;
        i = i < to && bytes[i] == '0' ? i + 1 : digits(bytes, i, to);
        if (i >= 0 && i < to && bytes[i] == '.') {
            i = digits(bytes, i + 1, to);
        }
        if (i >= 0 && i < to && (bytes[i] == 'e' || bytes[i] == 'E')) {
            boolean signed = i + 1 < to && (bytes[i + 1] == '+' || bytes[i + 1] == '-');
            i = digits(bytes, signed ? i + 2 : i + 1, to);
        }
        return i;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i == from ? ~i : i;
    }

    static long whole(byte[] bytes, int from, int to) {
        if (to - from > MOST_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }
}
