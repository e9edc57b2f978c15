package io.sallyport.tool.http;

/** There is no token for the call. The message is for the operator and holds no secret. */
class TokenUnavailable extends RuntimeException {
    private TokenUnavailable(String message) {
        super(message, null, false, false);
    }

    /** The issuer is there, and does not give this client a token: not the issuer's failure. */
    static class Refusal extends TokenUnavailable {
        private Refusal(String message) {
            super(message);
        }
    }

    /** It gives the client none in this user's name, or one that must not be used. */
    static final class RefusedForUser extends Refusal {
        private RefusedForUser(String message) {
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

    static TokenUnavailable refusedForUser(String why) {
        return new RefusedForUser(why);
    }
}
