package io.sallyport.catalog.load;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolBinding.Auth;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Binds where a tool is: {@code http:} or {@code builtin:}. */
final class EndpointBinder {
    /** Set by the gateway on calls of tools. */
    private static final Set<String> OURS =
            Set.of("authorization", "idempotency-key", "content-type", "accept", "traceparent", "tracestate");

    private final SecretBinder secrets;
    private final ToolAddresses addresses;

    EndpointBinder(LoadContext context) {
        this.secrets = new SecretBinder(context);
        this.addresses = new ToolAddresses(context.findings());
    }

    Optional<ToolBinding> bind(Fields tool) {
        if (tool.has("agent")) { // of a revision: no file may say so
            return tool.text("agent").map(ToolBinding.Agent::new);
        }
        if (tool.has("http") == tool.has("builtin")) {
            tool.findings()
                    .error(
                            tool.keyAt("http"),
                            "A tool is either an HTTP endpoint or built in.",
                            "Write one of `http:` and `builtin:`.");
            return Optional.empty();
        }
        return tool.has("http")
                ? http(tool.fields("http")).map(http -> http)
                : tool.text("builtin").map(name -> builtIn(name, tool));
    }

    private static ToolBinding builtIn(String name, Fields tool) {
        return name.equals(ToolBinding.Fetch.NAME)
                ? new ToolBinding.Fetch(tool.texts("hosts").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .toList())
                : new ToolBinding.BuiltIn(name);
    }

    private Optional<ToolBinding.Http> http(Fields http) {
        Auth auth = Words.read(http, "auth", Auth.values()).orElse(Auth.NONE);
        Optional<String> audience = http.text("audience");
        if (auth != Auth.NONE && audience.isEmpty()) {
            http.findings()
                    .error(
                            http.at("audience"),
                            "The key `audience` is missing: a token for everybody is a token for anybody.",
                            "Name whom the token is for, as the issuer knows it.");
        }
        if (auth == Auth.NONE && http.has("audience")) {
            http.findings()
                    .error(
                            http.keyAt("audience"),
                            "`audience` has no meaning without a token.",
                            "Remove it, or write `auth: agent` or `auth: user`.");
        }
        return addresses
                .template(http, "url")
                .map(url -> new ToolBinding.Http(
                        http.text("method").orElse("POST"),
                        url,
                        auth,
                        audience,
                        secrets.headers(http, auth == Auth.NONE ? withoutAuthorization() : OURS),
                        addresses.allowed(http),
                        addresses.template(http.fields("lookUp"), "url").map(ToolBinding.LookUp::new)));
    }

    private static Set<String> withoutAuthorization() {
        return Set.of("idempotency-key", "content-type", "accept", "traceparent", "tracestate");
    }
}
