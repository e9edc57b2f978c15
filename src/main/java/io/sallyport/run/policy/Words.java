package io.sallyport.run.policy;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * A text in the forms in which it is compared: however a word is dressed, it is to be known again.
 *
 * @param plain    compatibility characters resolved, in lower case, without invisible characters, one blank between words
 * @param bare     the same with {@code [at]} and {@code (dot)} and their like as what they stand for
 * @param squeezed letters and digits alone
 */
record Words(String plain, String bare, String squeezed) {
    /** Shorter values are in every text; they have to stand there as a word. */
    private static final int SHORT = 4;
    /** Shorter values, squeezed, are in every text. */
    private static final int SQUEEZED = 8;

    private static final Pattern AT = Pattern.compile(" ?[\\[({<] ?(?:at|@) ?[])}>] ?| at ");
    private static final Pattern DOT = Pattern.compile(" ?[\\[({<] ?(?:dot|punkt|\\.) ?[])}>] ?| dot ");
    private static final String INSIDE = "._%+-@/";
    private static final String GOES_ON = ".-@";

    static Words of(String text) {
        String plain = plain(Escapes.resolved(Parser.unescapeEntities(text, false)));
        String bare = DOT.matcher(AT.matcher(plain).replaceAll("@")).replaceAll(".");
        return new Words(plain, bare, squeezed(bare));
    }

    private static String plain(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(folded.length());
        folded.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                    plain.append(' ');
                }
            } else if (c == '\u3002') {
                plain.append('.');
            } else if (!isInvisible(c)) {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString().strip();
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT || type == Character.CONTROL || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x034F;
    }

    private static String squeezed(String text) {
        StringBuilder squeezed = new StringBuilder(text.length());
        text.codePoints().filter(Character::isLetterOrDigit).forEach(squeezed::appendCodePoint);
        return squeezed.toString();
    }

    boolean isEmpty() {
        return plain.isEmpty();
    }

    /** Whether {@code value} is in here in any dress: in doubt, yes. */
    boolean hold(Words value) {
        if (value.isEmpty()) {
            return false;
        }
        if (value.plain.length() < SHORT) {
            return stands(plain, value.plain) || stands(bare, value.bare);
        }
        return plain.contains(value.plain)
                || bare.contains(value.bare)
                || (value.squeezed.length() >= SQUEEZED && squeezed.contains(value.squeezed));
    }

    /** Whether {@code value} stands here as it is, and as no part of something longer: in doubt, no. */
    boolean name(Words value) {
        return !value.isEmpty() && stands(plain, value.plain);
    }

    private static boolean stands(String text, String value) {
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            if (begins(text, at) && ends(text, at + value.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(String text, int at) {
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        return !Character.isLetterOrDigit(before)
                && !(INSIDE.indexOf(before) >= 0 && at > 1 && Character.isLetterOrDigit(text.charAt(at - 2)));
    }

    private static boolean ends(String text, int at) {
        if (at == text.length()) {
            return true;
        }
        char next = text.charAt(at);
        return !Character.isLetterOrDigit(next)
                && !(GOES_ON.indexOf(next) >= 0
                        && at + 1 < text.length()
                        && Character.isLetterOrDigit(text.charAt(at + 1)));
    }

    /** Whether {@code number} is said here, and not only possibly. */
    boolean name(BigDecimal number) {
        return Numerals.in(plain).anyMatch(numeral -> numeral.is(number));
    }

    /** Whether {@code number} may be in here, however its digits are grouped. */
    boolean hold(BigDecimal number) {
        return Numerals.in(plain).anyMatch(numeral -> numeral.mayBe(number));
    }
}
