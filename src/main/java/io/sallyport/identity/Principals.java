package io.sallyport.identity;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.PrincipalSpec;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import java.util.List;
import java.util.stream.Stream;

/** From who somebody is to what they may do: the catalogue's entries for their client and their roles, added up. */
public final class Principals {
    private Principals() {}

    /** The caller that {@code verified} is under {@code catalog}; throws {@code unknown_principal} where no entry fits. */
    public static Caller admit(Verified verified, Catalog catalog) {
        AgentIdentity identity = verified.identity();
        List<PrincipalSpec> entries = entriesFor(identity, catalog);
        if (!entries.isEmpty()) {
            List<String> may =
                    entries.stream().flatMap(entry -> entry.may().stream()).toList();
            AgentIdentity placed = identity.in(entries.getFirst().tenant());
            return new Caller(placed, new Grants(may, verified), catalog);
        }
        if (DemoPrincipal.is(identity)) {
            return new Caller(identity, new Grants(DemoPrincipal.MAY, verified), catalog);
        }
        throw unknown(identity).exception();
    }

    // The client's own entry comes first, so that it decides the tenant; roles follow in file order.
    private static List<PrincipalSpec> entriesFor(AgentIdentity identity, Catalog catalog) {
        List<PrincipalSpec> all = catalog.principals();
        return Stream.concat(
                        all.stream()
                                .filter(entry -> entry.client()
                                        .filter(identity.client()::equals)
                                        .isPresent()),
                        all.stream()
                                .filter(entry -> entry.role()
                                        .filter(identity.roles()::contains)
                                        .isPresent()))
                .toList();
    }

    private static Problem unknown(AgentIdentity identity) {
        return Problem.of(
                        ProblemCode.UNKNOWN_PRINCIPAL,
                        "The credential is genuine, but \"" + identity.client()
                                + "\" is not a principal of this gateway.",
                        "Ask the operator for an entry in principals.yaml with this client or one of its roles.")
                .with("client", identity.client());
    }
}
