package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.catalog.ToolBinding.Http;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.UrlTemplate;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an address is filled with has to be there, and to be a single value. */
final class UrlRules {
    private static final String KEY = "key";
    private static final Set<String> SINGLE = Set.of("string", "integer", "number", "boolean");

    private final Findings findings;

    UrlRules(Findings findings) {
        this.findings = findings;
    }

    void check(ToolSpec tool, Http http, Fields endpoint) {
        http.url().names().forEach(name -> argument(tool.input(), name, endpoint.at("url")));
        http.lookUp().ifPresent(lookUp -> {
            Place place = endpoint.fields("lookUp").at("url");
            lookUp(lookUp.url(), tool.input(), place);
            if (!lookUp.url().origin().equals(http.url().origin())) {
                findings.error(
                        place,
                        "The tool is asked at another host than it is called at, and would be sent its token and headers there.",
                        "Use an address with the scheme, host and port of `http.url`.");
            }
        });
        if (http.auth() != Auth.NONE && isReadable(http.url().origin())) {
            findings.warning(
                    endpoint.at("url"), "The token would cross the network readable.", "Use an address of https://.");
        }
    }

    private void lookUp(UrlTemplate url, JsonNode input, Place place) {
        if (!url.names().contains(KEY)) {
            findings.error(
                    place, "The address does not say which key is asked about.", "Put `{key}` into its path or query.");
        }
        url.names().stream().filter(name -> !name.equals(KEY)).forEach(name -> argument(input, name, place));
    }

    private void argument(JsonNode input, String name, Place place) {
        JsonNode property = input.path("properties").path(name);
        List<String> known = new ArrayList<>();
        input.path("properties").fieldNames().forEachRemaining(known::add);
        boolean required = false;
        for (JsonNode one : input.path("required")) {
            required |= one.asText().equals(name);
        }
        if (property.isMissingNode()) {
            findings.error(
                    place,
                    "The address is filled with `" + name + "`, and `input` has no such argument.",
                    AgentRules.nearest(name, known));
        } else if (!required) {
            findings.error(
                    place,
                    "The address is filled with `" + name + "`, which may be missing.",
                    "Add `" + name + "` to `required` of `input`.");
        } else if (!SINGLE.contains(property.path("type").asText())) {
            findings.error(
                    place,
                    "The address is filled with `" + name + "`, which is no single value.",
                    "Give it the type `string`, `integer`, `number` or `boolean`.");
        }
    }

    /** Whether what is sent there crosses a network unencrypted. */
    static boolean isReadable(URI origin) {
        return origin.getScheme().equals("http") && !origin.getHost().matches("127\\..*|localhost|\\[?::1]?");
    }
}
