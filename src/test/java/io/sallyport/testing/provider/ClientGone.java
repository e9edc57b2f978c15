package io.sallyport.testing.provider;

/** The gateway closed the connection before its request was answered to the end. */
final class ClientGone extends RuntimeException {
    ClientGone(Throwable cause) {
        super("the client went away", cause);
    }

    ClientGone() {
        super("the client went away");
    }
}
