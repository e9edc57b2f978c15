package io.sallyport.tool.http;

import io.sallyport.config.EmbeddedFacts;
import java.nio.file.Path;
import java.util.Optional;

/** The facts of an embedded issuer that is somewhere else: at a server of the tests, or nowhere. */
final class AnIssuer extends TestingCalls.NoIssuer {
    private final String url;

    AnIssuer(String url) {
        this.url = url;
    }

    @Override
    public Optional<String> apiKey() {
        return Optional.of("sp_embedded");
    }

    @Override
    public Optional<EmbeddedFacts.Issuer> issuer() {
        return Optional.of(new EmbeddedFacts.Issuer() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public String publicKey() {
                return "";
            }

            @Override
            public Path keyFile() {
                return Path.of("/nowhere");
            }
        });
    }
}
