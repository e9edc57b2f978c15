package io.sallyport.catalog.load;

import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolBinding.Auth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds where a tool is: {@code http:}, {@code mcp:} or {@code builtin:}. */
final class EndpointBinder {
    /** Set by the gateway on calls of tools. */
    private static final Set<String> OURS =
            Set.of("authorization", "idempotency-key", "content-type", "accept", "traceparent", "tracestate");

    private static final List<String> KINDS = List.of("http", "mcp", "builtin");

    private final LoadContext context;
    private final SecretBinder secrets;
    private final ToolAddresses addresses;
    private final Map<String, McpServerSpec> servers;

    EndpointBinder(LoadContext context, Map<String, McpServerSpec> servers) {
        this.context = context;
        this.secrets = new SecretBinder(context);
        this.addresses = new ToolAddresses(context.findings());
        this.servers = servers;
    }

    Optional<ToolBinding> bind(Fields tool) {
        if (tool.has("agent")) { // of a revision: no file may say so
            return tool.text("agent").map(ToolBinding.Agent::new);
        }
        if (KINDS.stream().filter(tool::has).count() != 1) {
            tool.findings()
                    .error(
                            tool.keyAt("http"),
                            "A tool is either an HTTP endpoint, a tool of an MCP server, or built in.",
                            "Write one of `http:`, `mcp:` and `builtin:`.");
            return Optional.empty();
        }
        if (tool.has("mcp")) {
            return new RemoteBinder(context, servers).bind(tool.fields("mcp"));
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

    /** An endpoint: that of a tool, or that of a server of tools. */
    Optional<ToolBinding.Http> http(Fields http) {
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
