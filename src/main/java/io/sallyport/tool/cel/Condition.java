package io.sallyport.tool.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Optional;

/** One condition, compiled; or why it is none. */
final class Condition {
    private static final String ARGUMENTS = "args";
    private static final int MOST_CHARS = 4000;
    /** Turns of all comprehensions of one evaluation. */
    private static final int MOST_TURNS = 1000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MOST_CHARS)
            .comprehensionMaxIterations(MOST_TURNS)
            .enableHeterogeneousNumericComparisons(true)
            .errorOnIntWrap(true)
            .build();

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar(ARGUMENTS, MapType.create(SimpleType.STRING, SimpleType.DYN))
            .setResultType(SimpleType.BOOL)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final Optional<Program> program;
    private final Optional<String> mistake;

    /** What an evaluation came to. */
    enum Answer {
        YES,
        NO,
        CANNOT_TELL
    }

    private Condition(Optional<Program> program, Optional<String> mistake) {
        this.program = program;
        this.mistake = mistake;
    }

    static Condition compile(String text) {
        try {
            return new Condition(
                    Optional.of(RUNTIME.createProgram(COMPILER.compile(text).getAst())), Optional.empty());
        } catch (CelValidationException | CelEvaluationException wrong) {
            String message = wrong.getMessage();
            return new Condition(Optional.empty(), Optional.of(message == null ? "it is no CEL" : firstLine(message)));
        }
    }

    /** What is wrong with it, if anything is. */
    Optional<String> mistake() {
        return mistake;
    }

    Answer holds(JsonNode arguments) {
        if (program.isEmpty()) {
            return Answer.CANNOT_TELL;
        }
        try {
            Object answer = program.get().eval(Map.of(ARGUMENTS, Values.of(arguments)));
            if (answer instanceof Boolean holds) {
                return holds ? Answer.YES : Answer.NO;
            }
            return Answer.CANNOT_TELL;
        } catch (CelEvaluationException | RuntimeException cannotTell) {
            // A missing argument, a text where a number is compared, a number that would not stay exact: all of them
            // deny.
            return Answer.CANNOT_TELL;
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
