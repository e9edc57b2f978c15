package io.sallyport.tool.mcp;

/** A server could not be greeted, or did not say what it offers: no call was made. The message is for the operator. */
final class Unready extends RuntimeException {
    private final transient Reply reply;

    Unready(String what, Reply reply) {
        super(what, null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
