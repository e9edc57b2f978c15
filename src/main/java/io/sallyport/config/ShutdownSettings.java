package io.sallyport.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the server leaves when it is told to end. */
public interface ShutdownSettings {
    /** How long it goes on serving as ever, not ready any more, so that balancers notice. Then new requests are refused. */
    @WithDefault("5s")
    Duration delay();

    /** How long requests that are being served get after that, before they are ended with an explicit error. */
    @WithDefault("30s")
    Duration streamGrace();

    /** How long they then get to put that error on the wire, before connections are closed. */
    @WithDefault("2s")
    Duration endLimit();
}
