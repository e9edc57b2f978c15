package io.sallyport.core.json;

import java.util.Random;

/** Valid JSON texts of every kind, the odd ones more often than life has them; the same for the same random source. */
public final class RandomJson {
    private static final String[] TEXTS = {
        "",
        "plain text",
        "0123456789abcdef",
        "é€😀",
        "\\n\\t\\\"\\\\\\/\\b\\f\\r",
        "\\u0041\\u00e9",
        "\\ud83d\\ude00",
        "\\ud800",
        "\\udc00x"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-12", "3.25", "1e5", "1E-7", "-1.5e+10", "123456789012345678901"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t\r "};

    private final Random random;

    public RandomJson(Random random) {
        this.random = random;
    }

    /** A document with at most {@code levels} levels, or now and then far more. */
    public String next(int levels) {
        if (random.nextInt(40) == 0) {
            int deep = 10 + random.nextInt(5);
            return "[".repeat(deep) + "]".repeat(deep);
        }
        return space() + value(levels) + space();
    }

    private String value(int levels) {
        return switch (random.nextInt(levels > 0 ? 8 : 4)) {
            case 0 -> pick(NUMBERS);
            case 1 -> pick(new String[] {"true", "false", "null"});
            case 2, 3 -> text();
            case 4, 5 -> members(levels, "[", "]", false);
            default -> members(levels, "{", "}", true);
        };
    }

    private String members(int levels, String open, String close, boolean named) {
        StringBuilder all = new StringBuilder(open).append(space());
        for (int i = random.nextInt(4); i > 0; i--) {
            all.append(named ? text() + space() + ":" + space() : "").append(value(levels - 1));
            all.append(i > 1 ? space() + "," + space() : space());
        }
        return all + close;
    }

    private String text() {
        return "\"" + pick(TEXTS) + pick(TEXTS) + "\"";
    }

    private String space() {
        return pick(SPACES);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
