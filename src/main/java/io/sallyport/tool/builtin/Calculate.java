package io.sallyport.tool.builtin;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import io.sallyport.core.Names;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** {@code calculate}: decimal arithmetic to 68 digits. Length, size of numbers and what can be called are bounded by {@link Arithmetic}. */
@Singleton
final class Calculate implements BuiltInTool {
    private static final int MOST_CHARS = 1000;
    /** Digits before or behind the point that are written out; beyond, the result has an exponent. */
    private static final int WRITTEN_OUT = 100;

    @Override
    public String name() {
        return "calculate";
    }

    @Override
    public Uni<ToolOutcome> call(ToolAttempt attempt) {
        return Uni.createFrom()
                .item(outcome(attempt.request().arguments().path("expression").asText("")));
    }

    private static ToolOutcome outcome(String expression) {
        if (expression.length() > MOST_CHARS) {
            return invalid("The expression is longer than " + MOST_CHARS + " characters.", "Calculate in parts.");
        }
        try {
            EvaluationValue value = new Expression(expression, Arithmetic.CONFIGURATION).evaluate();
            return value.isNumberValue()
                    ? new Succeeded(Json.object().put("result", text(value.getNumberValue())), List.of())
                    : invalid("The expression gives no number.", "Write arithmetic alone.");
        } catch (BaseException wrong) {
            return invalid(
                    "The expression cannot be evaluated: "
                            + Names.shown(Objects.requireNonNullElse(wrong.getMessage(), "it is malformed")) + ".",
                    "Use numbers, + - * / % ^, parentheses and " + String.join(", ", Arithmetic.FUNCTIONS) + ".");
        } catch (ArithmeticException | NumberFormatException impossible) {
            return invalid("The expression has no result.", "Look for a division by zero or a number out of range.");
        }
    }

    private static String text(BigDecimal number) {
        return Math.abs(number.scale()) <= WRITTEN_OUT ? number.toPlainString() : number.toString();
    }

    private static ToolOutcome invalid(String what, String fix) {
        return new NotApplied(ToolErrors.invalidArguments(what, fix, "/expression"));
    }
}
