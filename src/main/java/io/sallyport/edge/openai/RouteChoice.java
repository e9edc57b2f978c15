package io.sallyport.edge.openai;

import io.sallyport.catalog.RouteSpec;
import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.identity.Caller;
import java.util.List;
import java.util.Optional;

/** Which route a caller means by {@code model}, and whether they may have it. */
final class RouteChoice {
    private RouteChoice() {}

    /** The route; throws MODEL_NOT_FOUND or PERMISSION_DENIED. */
    static RouteSpec of(Caller caller, String model) {
        RouteSpec route = caller.catalog().routes().get(model);
        if (route == null) {
            throw unknown(caller, model).exception();
        }
        String permission = permission(model);
        if (!caller.may().allows(permission)) {
            throw Problem.of(
                            ProblemCode.PERMISSION_DENIED,
                            "You lack the permission " + permission + ".",
                            "Ask whoever keeps principals.yaml to grant it to "
                                    + caller.identity().client() + ".")
                    .at("model")
                    .with("permission", permission)
                    .exception();
        }
        return route;
    }

    /** The aliases the caller may use, in catalogue order. */
    static List<String> permitted(Caller caller) {
        return caller.catalog().routes().keySet().stream()
                .filter(alias -> caller.may().allows(permission(alias)))
                .toList();
    }

    private static String permission(String alias) {
        return "route:" + alias;
    }

    private static Problem unknown(Caller caller, String model) {
        // Only what the caller may use is ever named: a suggestion must not tell of anything else.
        Optional<String> nearest = Nearest.to(model, permitted(caller));
        Problem problem = nearest.map(name -> Problem.of(
                                ProblemCode.MODEL_NOT_FOUND,
                                "There is no model \"" + Names.shown(model) + "\" here.",
                                "Did you mean \"" + name + "\"? GET /v1/models lists what you may use.")
                        .with("suggestion", name))
                .orElseGet(() -> Problem.of(
                        ProblemCode.MODEL_NOT_FOUND,
                        "There is no model \"" + Names.shown(model) + "\" here.",
                        "GET /v1/models lists what you may use."));
        return problem.at("model");
    }
}
