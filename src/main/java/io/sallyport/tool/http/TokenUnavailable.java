package io.sallyport.tool.http;

/** There is no token for the agent. The message is for the operator and holds no secret. */
class TokenUnavailable extends RuntimeException {
    private TokenUnavailable(String message) {
        super(message, null, false, false);
    }

    /** The issuer is there, and does not give this client a token: not the issuer's failure. */
    static final class Refusal extends TokenUnavailable {
        private Refusal(String message) {
            super(message);
        }
    }

    /** The issuer could not be asked, or gave no answer that can be used. */
    static TokenUnavailable silent(String why) {
        return new TokenUnavailable(why);
    }

    static TokenUnavailable refused(String why) {
        return new Refusal(why);
    }
}
