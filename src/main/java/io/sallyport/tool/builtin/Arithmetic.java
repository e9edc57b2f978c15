package io.sallyport.tool.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.AverageFunction;
import com.ezylang.evalex.functions.basic.CeilingFunction;
import com.ezylang.evalex.functions.basic.FloorFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.functions.basic.RoundFunction;
import com.ezylang.evalex.functions.basic.SqrtFunction;
import com.ezylang.evalex.functions.basic.SumFunction;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixModuloOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPowerOfOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixPlusOperator;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an expression may consist of: numbers, arithmetic, a few functions. Before and after each operation every number is looked at, so
 * that none grows beyond what is quickly computed with.
 */
final class Arithmetic {
    /** Digits before or behind the point. */
    private static final int MOST_DIGITS = 1000;

    private static final Map<String, FunctionIfc> BY_NAME = new TreeMap<>(Map.of(
            "ABS", new AbsFunction(),
            "AVERAGE", new AverageFunction(),
            "CEILING", new CeilingFunction(),
            "FLOOR", new FloorFunction(),
            "MAX", new MaxFunction(),
            "MIN", new MinFunction(),
            "ROUND", new RoundFunction(),
            "SQRT", new SqrtFunction(),
            "SUM", new SumFunction()));

    static final List<String> FUNCTIONS = List.copyOf(BY_NAME.keySet());

    static final ExpressionConfiguration CONFIGURATION = configuration();

    private Arithmetic() {}

    private static ExpressionConfiguration configuration() {
        MapBasedOperatorDictionary operators = new MapBasedOperatorDictionary();
        operators.addOperator("+", new BoundedOperator(new PrefixPlusOperator()));
        operators.addOperator("-", new BoundedOperator(new PrefixMinusOperator()));
        operators.addOperator("+", new BoundedOperator(new InfixPlusOperator()));
        operators.addOperator("-", new BoundedOperator(new InfixMinusOperator()));
        operators.addOperator("*", new BoundedOperator(new InfixMultiplicationOperator()));
        operators.addOperator("/", new BoundedOperator(new InfixDivisionOperator()));
        operators.addOperator("%", new BoundedOperator(new InfixModuloOperator()));
        operators.addOperator("^", new BoundedOperator(new InfixPowerOfOperator()));
        MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();
        BY_NAME.forEach((name, function) -> functions.addFunction(name, new BoundedFunction(function)));
        return ExpressionConfiguration.builder()
                .operatorDictionary(operators)
                .functionDictionary(functions)
                .defaultConstants(new TreeMap<>(Map.of(
                        "PI", ExpressionConfiguration.StandardConstants.get("PI"),
                        "E", ExpressionConfiguration.StandardConstants.get("E"))))
                .arraysAllowed(false)
                .structuresAllowed(false)
                .build();
    }

    private static void bounded(Token token, EvaluationValue... values) throws EvaluationException {
        for (EvaluationValue value : values) {
            if (!value.isNumberValue()) {
                throw new EvaluationException(token, "something is no number");
            }
            BigDecimal number = value.getNumberValue();
            long digits = (long) number.precision() - number.scale();
            if (Math.abs(digits) > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
                throw new EvaluationException(token, "a number has more than " + MOST_DIGITS + " digits");
            }
        }
    }

    /** The digits of what is rounded to so many places could not be counted: the number of places alone costs time and memory. */
    private static void boundedPlaces(Token token, EvaluationValue places) throws EvaluationException {
        if (places.getNumberValue().abs().compareTo(BigDecimal.valueOf(MOST_DIGITS)) > 0) {
            throw new EvaluationException(token, "a number is rounded to more than " + MOST_DIGITS + " places");
        }
    }

    /** An operator that takes and gives numbers of bounded size. */
    private record BoundedOperator(OperatorIfc operator) implements OperatorIfc {
        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
                throws EvaluationException {
            bounded(token, operands);
            EvaluationValue result = operator.evaluate(expression, token, operands);
            bounded(token, result);
            return result;
        }

        @Override
        public int getPrecedence() {
            return operator.getPrecedence();
        }

        @Override
        public boolean isLeftAssociative() {
            return operator.isLeftAssociative();
        }

        @Override
        public boolean isPrefix() {
            return operator.isPrefix();
        }

        @Override
        public boolean isPostfix() {
            return operator.isPostfix();
        }

        @Override
        public boolean isInfix() {
            return operator.isInfix();
        }

        @Override
        public int getPrecedence(ExpressionConfiguration configuration) {
            return operator.getPrecedence(configuration);
        }

        @Override
        public boolean isOperandLazy() {
            return operator.isOperandLazy();
        }
    }

    /** A function that takes and gives numbers of bounded size. */
    private record BoundedFunction(FunctionIfc function) implements FunctionIfc {
        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... arguments)
                throws EvaluationException {
            bounded(token, arguments);
            if (function instanceof RoundFunction) {
                boundedPlaces(token, arguments[1]);
            }
            EvaluationValue result = function.evaluate(expression, token, arguments);
            bounded(token, result);
            return result;
        }

        @Override
        public List<FunctionParameterDefinition> getFunctionParameterDefinitions() {
            return function.getFunctionParameterDefinitions();
        }

        @Override
        public void validatePreEvaluation(Token token, EvaluationValue... arguments) throws EvaluationException {
            bounded(token, arguments);
            function.validatePreEvaluation(token, arguments);
        }

        @Override
        public boolean hasVarArgs() {
            return function.hasVarArgs();
        }
    }
}
