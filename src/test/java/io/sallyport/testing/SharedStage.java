package io.sallyport.testing;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes one stage for the whole run, and closes it at its end: a start costs seconds.
 *
 * @param <S> the stage
 */
public abstract class SharedStage<S extends AutoCloseable> implements ParameterResolver {
    private final Class<S> type;
    private final Supplier<S> start;

    protected SharedStage(Class<S> type, Supplier<S> start) {
        this.type = type;
        this.start = start;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return WholeRun.get(type, start);
    }
}
