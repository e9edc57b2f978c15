package io.sallyport.edge.tools;

import java.util.Locale;

/** Constants as the catalogue's files and the API write them. */
final class Words {
    private Words() {}

    /** {@code BY_POLICY} is {@code byPolicy}. */
    static String of(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        boolean begins = false;
        for (char letter : constant.name().toLowerCase(Locale.ROOT).toCharArray()) {
            if (letter != '_') {
                word.append(begins ? Character.toUpperCase(letter) : letter);
            }
            begins = letter == '_';
        }
        return word.toString();
    }
}
