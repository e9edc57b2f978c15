package io.sallyport.dialect.openai;

import java.nio.charset.StandardCharsets;

/**
 * The smallest edit that gives a request without an output limit one: where it goes, and whether a name has to go with it.
 *
 * @param named whether there is a member already, whose value is null
 */
record OutputMark(int from, int to, boolean named) {

    /** For a body that has no such member, whose first member begins at {@code at}. */
    static OutputMark asFirstMember(int at) {
        return new OutputMark(at, at, false);
    }

    /** For {@code "max_tokens": null}, the null being the current token: a second member of the name would be one too many. */
    static OutputMark insteadOf(RequestScanner scanner) {
        return new OutputMark(scanner.tokenFrom(), scanner.tokenTo(), true);
    }

    byte[] with(long most) {
        String text = named ? Long.toString(most) : "\"max_tokens\":" + most + ',';
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
