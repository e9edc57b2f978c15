package io.sallyport.tool.http;

/** Why a request may not go where it was to go. The words are stable: a model that has written the address is told them. */
enum EgressReason {
    TOO_LONG("too_long", "The address is longer than 2048 characters."),
    CONTROL_CHARACTER("control_character", "White space or a control character stands in the address."),
    BACKSLASH("backslash", "A backslash stands in the address, which some readers take for a slash."),
    NOT_ASCII("not_ascii", "The address holds characters beyond ASCII: percent-encode them, and write a host as xn--."),
    MALFORMED("malformed", "This is no whole address."),
    SCHEME("scheme", "Only https:// and http:// are read."),
    NO_HOST("no_host", "The address names no host."),
    USER("user", "A user or password stands in the address."),
    ENCODED_HOST("encoded_host", "The host is percent-encoded."),
    ZONE("zone", "The address names a zone, which means something on one machine only."),
    TRAILING_DOT("trailing_dot", "The host ends in a dot."),
    ODD_ADDRESS("odd_address", "The host is no name, and no address in its usual notation."),
    PORT("port", "The port is not one that is allowed for this host."),
    NOT_LISTED("host_not_listed", "The host is not among those that pages may be read from."),
    PRIVATE("private_address", "The host leads to an address that is not public."),
    METADATA("metadata_address", "The host leads to an address that nobody may have."),
    DOWNGRADE("downgrade", "It leads from https:// to http://."),
    TOO_MANY("too_many_redirects", "It leads on and on.");

    private final String word;
    private final String sentence;

    EgressReason(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    String word() {
        return word;
    }

    String sentence() {
        return sentence;
    }
}
