package io.sallyport.cli;

import io.sallyport.config.EmbeddedFacts;
import io.sallyport.embedded.shop.ExampleShop;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an embedded start says to the person in front of it: where the gateway is, where its key is, and one line to paste.
 *
 * @param baseUrl where the gateway answers
 * @param keyFile where the key is kept; empty: it is in the environment of whoever started this
 * @param newKey  the key itself where this start has made it; it is shown this once
 * @param route   what to ask for in the line to paste; empty where the catalogue has no route
 */
record Banner(String baseUrl, Optional<Path> keyFile, Optional<String> newKey, Optional<String> route) {

    static Banner of(EmbeddedFacts.Greeting greeting, Optional<String> newKey, Optional<String> route) {
        return new Banner(greeting.baseUrl(), greeting.keyFile(), newKey, route);
    }

    String text() {
        StringBuilder text = new StringBuilder("\nSallyport is ready: ").append(baseUrl);
        text.append("\n  API key: ").append(keyFile.map(Path::toString).orElse("$SALLYPORT_EMBEDDED_API_KEY"));
        newKey.ifPresent(key -> text.append("\n           ").append(key).append(" (new; shown this once)"));
        route.ifPresent(alias -> text.append("\n  Try it:  ").append(curl(alias)));
        text.append("\n  Ledger:  ")
                .append(baseUrl)
                .append(ExampleShop.PATH)
                .append("/ (what the example agent has ordered)");
        return text.append('\n').toString();
    }

    private String curl(String alias) {
        return "curl -sN " + baseUrl + "/v1/chat/completions -H \"Authorization: Bearer " + keyExpression()
                + "\" -H 'Content-Type: application/json' -d '{\"model\":\"" + alias
                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'";
    }

    private String keyExpression() {
        return keyFile.map(file -> "$(cat " + quoted(file) + ")").orElse("$SALLYPORT_EMBEDDED_API_KEY");
    }

    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "'\\''") + "'";
    }
}
