package io.sallyport.chat;

/** A piece of a message, with whose words it is. */
public sealed interface Part {
    Label label();

    /** Words. Any character may be in them, U+0000 included. */
    record Text(String text, Label label) implements Part {}

    /** A picture, by its address ({@code https:} or {@code data:}). */
    record Image(String url, Label label) implements Part {}
}
