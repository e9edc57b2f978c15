package io.sallyport.config;

import java.nio.file.Path;
import java.util.Optional;

/** What the embedded services tell the server about themselves. Set by the start of those services; empty in {@code prod}. */
public interface EmbeddedFacts {
    /** The API key of the principal {@code demo}. */
    Optional<String> apiKey();

    /** The embedded OIDC issuer. */
    Optional<Issuer> issuer();

    /** The example shop. */
    Optional<Shop> shop();

    /** The example inbox. */
    Optional<Inbox> inbox();

    /** The example library. */
    Optional<Library> library();

    /** What the person who started it wants to know. */
    Optional<Greeting> greeting();

    /** Facts about the embedded issuer. */
    interface Issuer {
        /** Its identifier, the {@code iss} of its tokens, and the address in front of its routes. */
        String url();

        /** What verifies its tokens (RS256): Base64 of the X.509 form. */
        String publicKey();

        /** The private key that signs them. */
        Path keyFile();
    }

    /** Facts about the example shop. */
    interface Shop {
        /** The address in front of its routes. */
        String url();
    }

    /** Facts about the example inbox. */
    interface Inbox {
        /** Where it takes MCP's messages. */
        String url();
    }

    /** Facts about the example library. */
    interface Library {
        /** The address in front of its routes. */
        String url();

        /** What it wants to be shown by whoever reads. */
        String key();
    }

    /** Where the gateway and its key are to be found. */
    interface Greeting {
        /** Where the gateway answers, for callers on this machine. */
        String baseUrl();

        /** The file that keeps the API key; empty where the environment has set the key. */
        Optional<Path> keyFile();

        /** Whether this start has made the key. */
        boolean newKey();
    }
}
