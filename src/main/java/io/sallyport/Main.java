package io.sallyport;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.sallyport.cli.Cli;

/** The one entry of the jar, the native executable and dev mode. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        Cli.run(args);
    }
}
