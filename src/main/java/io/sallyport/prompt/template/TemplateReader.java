package io.sallyport.prompt.template;

import com.github.jknack.handlebars.internal.HbsLexer;
import com.github.jknack.handlebars.internal.HbsParser;
import com.github.jknack.handlebars.internal.antlr.BaseErrorListener;
import com.github.jknack.handlebars.internal.antlr.CharStreams;
import com.github.jknack.handlebars.internal.antlr.CommonTokenStream;
import com.github.jknack.handlebars.internal.antlr.RecognitionException;
import com.github.jknack.handlebars.internal.antlr.Recognizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads templates: syntax by the library's grammar, then only what a prompt may hold. */
public final class TemplateReader {
    private static final int MOST_CHARS = 256 * 1024;

    private TemplateReader() {}

    /** Never fails: what is wrong is in the template's faults. */
    public static Template read(String text) {
        if (text.length() > MOST_CHARS) {
            return Template.bad(List.of(new Fault(
                    new Spot(1, 1), "The template is longer than " + MOST_CHARS + " characters.", "Make it smaller.")));
        }
        List<Fault> faults = new ArrayList<>();
        HbsLexer lexer = new HbsLexer(CharStreams.fromString(text), "{{", "}}");
        lexer.removeErrorListeners();
        lexer.addErrorListener(new Listener(faults));
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        faults.addAll(AllowedTokens.check(tokens.getTokens()));
        if (!faults.isEmpty()) {
            return Template.bad(faults);
        }
        HbsParser parser = new HbsParser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(new Listener(faults));
        HbsParser.TemplateContext tree = parser.template();
        if (!faults.isEmpty()) {
            return Template.bad(faults.subList(0, 1)); // what follows from the first would only distract from it
        }
        List<Node> nodes = new TreeReader(Whitespace.trimmed(tokens.getTokens()), faults).body(tree.body());
        return faults.isEmpty() ? new Template(nodes, List.of()) : Template.bad(faults);
    }

    private static final class Listener extends BaseErrorListener {
        private final List<Fault> faults;

        Listener(List<Fault> faults) {
            this.faults = faults;
        }

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                @Nullable Object symbol,
                int line,
                int column,
                @Nullable String message,
                @Nullable RecognitionException cause) {
            faults.add(new Fault(
                    new Spot(line, column + 1),
                    "This is not Handlebars.",
                    "Check the braces here and above, and that each `{{#…}}` has its `{{/…}}`."));
        }
    }
}
