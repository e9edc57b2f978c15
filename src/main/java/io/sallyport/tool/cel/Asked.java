package io.sallyport.tool.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import io.sallyport.catalog.ConditionCheck.Mistake;
import io.sallyport.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a condition asks about. */
final class Asked {
    private Asked() {}

    /** The names in it that are ours. */
    static Set<String> names(CelAbstractSyntaxTree tree) {
        return tree.getReferenceMap().values().stream()
                .map(CelReference::name)
                .filter(Names.all()::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** An argument that it asks about and that no call can have, because the schema allows only those that it names. */
    static Optional<Mistake> noSuchArgument(CelAbstractSyntaxTree tree, JsonNode input) {
        JsonNode more = input.path("additionalProperties");
        if (!more.isBoolean() || more.booleanValue() || input.has("patternProperties")) {
            return Optional.empty();
        }
        Set<String> known = new TreeSet<>();
        input.path("properties").fieldNames().forEachRemaining(known::add);
        return arguments(tree)
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(name -> new Mistake(
                        "`args." + name + "` is no argument of this tool",
                        Nearest.to(name, known)
                                .map(meant -> "Did you mean `args." + meant + "`?")
                                .orElse("It takes: " + String.join(", ", known) + ".")));
    }

    private static Stream<String> arguments(CelAbstractSyntaxTree tree) {
        List<String> names = new ArrayList<>();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(node -> node.expr())
                .forEach(node -> {
                    if (node.getKind() == CelExpr.ExprKind.Kind.SELECT
                            && node.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
                            && node.select().operand().ident().name().equals(Names.ARGS.written())) {
                        names.add(node.select().field());
                    }
                });
        return names.stream();
    }
}
