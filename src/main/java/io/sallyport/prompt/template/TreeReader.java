package io.sallyport.prompt.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.jknack.handlebars.internal.HbsParser.BlockContext;
import com.github.jknack.handlebars.internal.HbsParser.BodyContext;
import com.github.jknack.handlebars.internal.HbsParser.BoolParamContext;
import com.github.jknack.handlebars.internal.HbsParser.CharParamContext;
import com.github.jknack.handlebars.internal.HbsParser.ElseBlockContext;
import com.github.jknack.handlebars.internal.HbsParser.ElseStmtChainContext;
import com.github.jknack.handlebars.internal.HbsParser.HashContext;
import com.github.jknack.handlebars.internal.HbsParser.NumberParamContext;
import com.github.jknack.handlebars.internal.HbsParser.ParamContext;
import com.github.jknack.handlebars.internal.HbsParser.PartialContext;
import com.github.jknack.handlebars.internal.HbsParser.SexprContext;
import com.github.jknack.handlebars.internal.HbsParser.StatementContext;
import com.github.jknack.handlebars.internal.HbsParser.StaticPathContext;
import com.github.jknack.handlebars.internal.HbsParser.StringParamContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the grammar's tree into ours; what has no place there is a fault. */
final class TreeReader {
    private static final List<String> ROLES = List.of("system", "user", "model");
    private static final String HELPERS = "Known are `role`, `history`, `media` and `json`.";

    private final Map<Integer, String> texts;
    private final List<Fault> faults;

    TreeReader(Map<Integer, String> texts, List<Fault> faults) {
        this.texts = texts;
        this.faults = faults;
    }

    List<Node> body(BodyContext body) {
        List<Node> nodes = new ArrayList<>();
        for (StatementContext statement : body.statement()) {
            node(statement).ifPresent(nodes::add);
        }
        return nodes;
    }

    private Optional<Node> node(StatementContext statement) {
        if (statement.text() != null) {
            return text(texts.getOrDefault(statement.text().start.getTokenIndex(), ""));
        }
        if (statement.escape() != null) {
            return text(statement.escape().getText().substring(1));
        }
        if (statement.block() != null) {
            return block(statement.block());
        }
        if (statement.partial() != null) {
            return include(statement.partial());
        }
        if (statement.var() != null) {
            return tag(statement.var().sexpr());
        }
        if (statement.tvar() != null) {
            return tag(statement.tvar().sexpr());
        }
        return statement.ampvar() != null ? tag(statement.ampvar().sexpr()) : Optional.empty();
    }

    private static Optional<Node> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new Node.Text(text));
    }

    private Optional<Node> tag(SexprContext tag) {
        String name = tag.QID().getText();
        Spot spot = AllowedTokens.spot(tag.start);
        int given = tag.param().size() + tag.hash().size();
        return switch (name) {
            case "history" ->
                given == 0 ? Optional.of(new Node.History(spot)) : fault(spot, "`history` takes nothing.", "");
            case "role" -> role(tag, spot);
            case "media" -> media(tag, spot);
            case "json" ->
                given == 1 && tag.param().size() == 1
                        ? argument(tag.param(0)).map(argument -> new Node.Json(argument, spot))
                        : fault(spot, "`json` takes one value.", "Write `{{json name}}`.");
            default ->
                given == 0
                        ? ref(name, spot).map(ref -> new Node.Value(ref, spot))
                        : fault(spot, "There is no helper `" + name + "`.", HELPERS);
        };
    }

    private Optional<Node> role(SexprContext tag, Spot spot) {
        if (tag.param().size() == 1 && tag.hash().isEmpty() && tag.param(0) instanceof StringParamContext word) {
            String role = unquoted(word.getText());
            if (ROLES.contains(role)) {
                return Optional.of(new Node.RoleTag(role, spot));
            }
        }
        return fault(
                spot,
                "A role is one of `system`, `user` and `model`, in double quotes.",
                "Write it like `{{role \"user\"}}`.");
    }

    private Optional<Node> media(SexprContext tag, Spot spot) {
        for (HashContext hash : tag.hash()) {
            if (hash.QID().getText().equals("url") && tag.param().isEmpty()) {
                return argument(hash.param()).map(url -> new Node.Media(url, spot));
            }
        }
        return fault(spot, "`media` needs an address.", "Write `{{media url=picture}}`.");
    }

    private Optional<Node> include(PartialContext partial) {
        Spot spot = AllowedTokens.spot(partial.start);
        if (partial.pexpr() instanceof StaticPathContext path
                && path.hash().isEmpty()
                && path.getChildCount() == 1
                && path.getText().matches("[A-Za-z0-9_-]+")) {
            return Optional.of(new Node.Include(path.getText(), spot));
        }
        return fault(spot, "A partial is included by its name alone; it sees the same values.", "Write `{{>name}}`.");
    }

    private Optional<Node> block(BlockContext block) {
        Spot spot = AllowedTokens.spot(block.start);
        String name = block.sexpr().QID().getText();
        if (!name.equals(block.nameEnd.getText())) {
            return fault(
                    AllowedTokens.spot(block.nameEnd),
                    "`{{#" + name + "}}` from line " + spot.line() + " is closed by `{{/" + block.nameEnd.getText()
                            + "}}`.",
                    "Write `{{/" + name + "}}`.");
        }
        return block(block.sexpr(), body(block.thenBody), otherwise(block.elseBlock()), spot);
    }

    private Optional<Node> block(SexprContext head, List<Node> body, List<Node> otherwise, Spot spot) {
        String name = head.QID().getText();
        Optional<Node.Kind> kind = Arrays.stream(Node.Kind.values())
                .filter(known -> known.word().equals(name))
                .findFirst();
        if (kind.isEmpty()) {
            return fault(
                    spot,
                    "There is no block `" + name + "`.",
                    "Known are `if`, `unless`, `each`, `with`, `ifEquals` and `unlessEquals`.");
        }
        if (head.param().size() != kind.get().arguments() || !head.hash().isEmpty()) {
            return fault(spot, "`" + name + "` takes " + kind.get().arguments() + " value(s).", "");
        }
        List<Argument> arguments = new ArrayList<>();
        head.param().forEach(param -> argument(param).ifPresent(arguments::add));
        return arguments.size() == kind.get().arguments()
                ? Optional.of(new Node.Block(kind.get(), arguments, body, otherwise, spot))
                : Optional.empty();
    }

    private List<Node> otherwise(@Nullable ElseBlockContext otherwise) {
        if (otherwise == null) {
            return List.of();
        }
        List<Node> last = otherwise.elseStmt() == null ? List.of() : body(otherwise.elseStmt().unlessBody);
        List<ElseStmtChainContext> chain = otherwise.elseStmtChain();
        for (int i = chain.size() - 1; i >= 0; i--) {
            Spot spot = AllowedTokens.spot(chain.get(i).start);
            last = block(chain.get(i).sexpr(), body(chain.get(i).unlessBody), last, spot).stream()
                    .toList();
        }
        return last;
    }

    private Optional<Argument> argument(ParamContext param) {
        String text = param.getText();
        return switch (param) {
            case StringParamContext quoted -> literal(TextNode.valueOf(unquoted(text)));
            case CharParamContext quoted -> literal(TextNode.valueOf(unquoted(text)));
            case NumberParamContext number -> literal(DecimalNode.valueOf(new BigDecimal(text)));
            case BoolParamContext word -> literal(BooleanNode.valueOf(Boolean.parseBoolean(text)));
            default -> ref(text, AllowedTokens.spot(param.start)).map(Argument.Of::new);
        };
    }

    private static Optional<Argument> literal(JsonNode value) {
        return Optional.of(new Argument.Literal(value));
    }

    private static String unquoted(String text) {
        String quote = text.substring(0, 1);
        return text.substring(1, text.length() - 1).replace("\\" + quote, quote);
    }

    private Optional<Ref> ref(String written, Spot spot) {
        Ref ref = Ref.parse(written);
        boolean strangeDatum = ref.steps().stream().anyMatch(step -> step.startsWith("@"))
                && !(ref.isLoopDatum() && Ref.LOOP.contains(ref.steps().getFirst()));
        if (strangeDatum) {
            faults.add(new Fault(
                    spot, "There is no datum `" + written + "`.", "Known: " + String.join(", ", Ref.LOOP) + "."));
            return Optional.empty();
        }
        return Optional.of(ref);
    }

    private Optional<Node> fault(Spot spot, String what, String fix) {
        faults.add(new Fault(spot, what, fix));
        return Optional.empty();
    }
}
