package io.sallyport.embedded.issuer;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/** The parameters of a token request. None may be sent twice (RFC 6749 section 3.2). */
record TokenForm(MultiMap parameters) {

    String required(String name) {
        return optional(name).orElseThrow(() -> TokenRefused.request("invalid_request", name + " is missing."));
    }

    /** A parameter without a value counts as omitted (RFC 6749 section 3.2). */
    Optional<String> optional(String name) {
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            throw TokenRefused.request("invalid_request", name + " was sent more than once.");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }
}
