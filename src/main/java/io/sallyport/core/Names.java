package io.sallyport.core;

/** Names that callers send. */
public final class Names {
    private static final int MOST_SHOWN = 100;

    private Names() {}

    /** A caller's word, short and without control characters, fit to be repeated in a message. */
    public static String shown(String word) {
        String clean = word.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= MOST_SHOWN ? clean : clean.substring(0, MOST_SHOWN) + "…";
    }
}
