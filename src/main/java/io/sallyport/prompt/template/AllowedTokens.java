package io.sallyport.prompt.template;

import com.github.jknack.handlebars.internal.HbsLexer;
import com.github.jknack.handlebars.internal.antlr.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses what the language has and prompts do not need, before anything is parsed: it would make it harder to say what a template does. */
final class AllowedTokens {
    private static final int DEEPEST = 16;

    private static final Map<Integer, String> REFUSED = Map.of(
            HbsLexer.START_RAW, "Raw blocks are not read.",
            HbsLexer.END_RAW_BLOCK, "Raw blocks are not read.",
            HbsLexer.START_DELIM, "Other delimiters than braces are not read.",
            HbsLexer.START_PARTIAL_BLOCK, "Partials with a block are not read.",
            HbsLexer.DECORATOR, "Decorators and inline partials are not read.",
            HbsLexer.LP, "Calls within tags are not read.",
            HbsLexer.AS, "Names for block parameters are not read.",
            HbsLexer.UNLESS, "`{{^` is not read.");

    private AllowedTokens() {}

    static List<Fault> check(List<Token> tokens) {
        List<Fault> faults = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens) {
            @Nullable String refused = REFUSED.get(token.getType());
            depth += token.getType() == HbsLexer.START_BLOCK ? 1 : token.getType() == HbsLexer.END_BLOCK ? -1 : 0;
            if (refused != null) {
                faults.add(
                        new Fault(spot(token), refused, "Use `{{name}}`, `{{#if}}`, `{{#each}}` and `{{>partial}}`."));
            } else if (depth > DEEPEST) {
                faults.add(new Fault(spot(token), "Blocks are nested too deep.", "Make it simpler."));
                return faults;
            }
        }
        return faults;
    }

    static Spot spot(Token token) {
        return new Spot(token.getLine(), token.getCharPositionInLine() + 1);
    }
}
