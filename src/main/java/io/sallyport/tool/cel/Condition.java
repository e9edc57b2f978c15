package io.sallyport.tool.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import io.sallyport.catalog.ConditionCheck.Mistake;
import io.sallyport.tool.CallFacts;
import java.util.Optional;
import java.util.Set;

/** One condition, compiled; or why it is none. */
final class Condition {
    private static final int MOST_CHARS = 4000;
    /** Turns of all comprehensions of one evaluation. */
    private static final int MOST_TURNS = 1000;

    private static final int MOST_NODES = 2000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MOST_CHARS)
            .maxParseExpressionNodeCount(MOST_NODES)
            .comprehensionMaxIterations(MOST_TURNS)
            .enableHeterogeneousNumericComparisons(true)
            .errorOnIntWrap(true)
            .build();

    private static final CelCompiler COMPILER = compiler();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final Optional<CelAbstractSyntaxTree> tree;
    private final Optional<Program> program;
    private final Set<String> names;
    private final Optional<Mistake> mistake;

    /** What an evaluation came to. */
    enum Answer {
        YES,
        NO,
        CANNOT_TELL
    }

    private Condition(CelAbstractSyntaxTree tree, Program program) {
        this.tree = Optional.of(tree);
        this.program = Optional.of(program);
        this.names = Asked.names(tree);
        this.mistake = Optional.empty();
    }

    private Condition(Mistake mistake) {
        this.tree = Optional.empty();
        this.program = Optional.empty();
        this.names = Set.of();
        this.mistake = Optional.of(mistake);
    }

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        for (Names name : Names.values()) {
            builder = builder.addVar(name.written(), name.type());
        }
        return builder.build();
    }

    static Condition compile(String text) {
        try {
            CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
            return new Condition(tree, RUNTIME.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException wrong) {
            return new Condition(Mistakes.of(wrong, text));
        }
    }

    /** What is wrong with it, if anything is. */
    Optional<Mistake> mistake() {
        return mistake;
    }

    /** What it asks about the arguments that no call with this schema can have. */
    Optional<Mistake> noSuchArgument(JsonNode input) {
        return tree.flatMap(asked -> Asked.noSuchArgument(asked, input));
    }

    /** Whether it asks about this name. */
    boolean asksAbout(Names name) {
        return names.contains(name.written());
    }

    Answer holds(CallFacts facts) {
        if (program.isEmpty()) {
            return Answer.CANNOT_TELL;
        }
        Cost cost = new Cost();
        CelVariableResolver values = name -> Names.value(name, facts, cost);
        try {
            Object answer = program.get().eval(values);
            if (answer instanceof Boolean holds) {
                return holds ? Answer.YES : Answer.NO;
            }
            return Answer.CANNOT_TELL;
        } catch (CelEvaluationException | RuntimeException cannotTell) {
            // A missing argument, a text where a number is compared, a number that would not stay exact, something that
            // nobody knows: all of them deny.
            return Answer.CANNOT_TELL;
        }
    }
}
