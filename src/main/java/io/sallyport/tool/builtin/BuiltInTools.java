package io.sallyport.tool.builtin;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.LookUpOutcome.CannotTell;
import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolKind;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Finds the built-in tool that a manifest names. None of them does anything by itself, so a failure of any sort means that nothing was done. */
@Singleton
public class BuiltInTools implements ToolKind {
    private static final Logger LOG = Logger.getLogger(BuiltInTools.class);

    private final Map<String, BuiltInTool> tools;

    @Inject
    BuiltInTools(@Any Instance<BuiltInTool> tools) {
        this(tools.stream().toList());
    }

    BuiltInTools(List<BuiltInTool> tools) {
        this.tools = tools.stream().collect(Collectors.toUnmodifiableMap(BuiltInTool::name, Function.identity()));
    }

    @Override
    public boolean performs(ToolBinding binding) {
        return binding instanceof ToolBinding.BuiltIn builtIn && tools.containsKey(builtIn.name());
    }

    @Override
    public CompletionStage<Attempted<ToolOutcome>> call(ToolAttempt attempt) {
        ToolBinding.BuiltIn binding =
                (ToolBinding.BuiltIn) attempt.request().tool().binding();
        return Uni.createFrom()
                .deferred(() -> Optional.ofNullable(tools.get(binding.name()))
                        .orElseThrow()
                        .call(attempt))
                .ifNoItem()
                .after(Duration.ofMillis(Math.max(1, attempt.deadline().remainingMillis())))
                .fail()
                .map(Attempted::fine)
                .onFailure()
                .recoverWithItem(failure -> outage(binding.name(), failure))
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Attempted<LookUpOutcome>> lookUp(ToolAttempt attempt) {
        ToolError error = ToolError.of(ToolErrors.MISCONFIGURED, "A built-in tool need not be asked.");
        return CompletableFuture.completedStage(Attempted.fine(new CannotTell(error)));
    }

    private static Attempted<ToolOutcome> outage(String name, Throwable failure) {
        LOG.warnf("the built-in tool %s cannot work at the moment: %s", name, failure);
        return Attempted.failed(
                new NotApplied(ToolErrors.later(ToolErrors.UNAVAILABLE, "The tool cannot work at the moment.")));
    }
}
