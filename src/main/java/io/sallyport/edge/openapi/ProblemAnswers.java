package io.sallyport.edge.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Adds to every operation what it answers when it cannot: a problem, in the shape of its endpoint. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemAnswers implements OASFilter {
    private static final String ANY_OTHER = "default";

    /** What the framework adds of itself says less. */
    private static final List<String> ITS_OWN = List.of("400", "401", "403");

    @Override
    public Operation filterOperation(Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        ITS_OWN.forEach(operation.getResponses()::removeAPIResponse);
        if (!operation.getResponses().hasAPIResponse(ANY_OTHER)) {
            operation
                    .getResponses()
                    .addAPIResponse(ANY_OTHER, OASFactory.createAPIResponse().ref("#/components/responses/Problem"));
        }
        return operation;
    }
}
