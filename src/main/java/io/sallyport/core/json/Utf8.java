package io.sallyport.core.json;

/** Well-formed UTF-8 byte sequences, after table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** The length, 2 to 4, of the well-formed sequence beyond ASCII at {@code at}, or 0. */
    static int sequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (at + length > to || !second(lead, bytes[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static boolean second(int lead, int next) {
        return switch (lead) {
            case 0xe0 -> next >= 0xa0 && next <= 0xbf;
            case 0xed -> next >= 0x80 && next <= 0x9f;
            case 0xf0 -> next >= 0x90 && next <= 0xbf;
            case 0xf4 -> next >= 0x80 && next <= 0x8f;
            default -> (next & 0xc0) == 0x80;
        };
    }
}
