package io.sallyport.crash.witness;

import java.io.IOException;

/** {@code WitnessMain}: serves on a free loopback port, prints it, and ends with whoever started it. */
public final class WitnessMain {
    private WitnessMain() {}

    public static void main(String... args) throws IOException {
        WitnessServer server = new WitnessServer(0);
        System.out.println("witness on port " + server.port());
        Thread.ofPlatform().daemon().name("parent's end").start(WitnessMain::endWithTheParent);
        server.serve();
    }

    /** The parent holds the other end of the standard input, and lets go of it however it ends. */
    private static void endWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said on it.
            }
        } catch (IOException e) {
            // That is an end, too.
        }
        System.exit(0);
    }
}
