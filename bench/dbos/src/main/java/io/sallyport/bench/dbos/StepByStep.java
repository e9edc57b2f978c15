package io.sallyport.bench.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.Workflow;

/** Steps that do nothing but answer: what is left is what making them durable costs. */
final class StepByStep implements Work {
    private static final String ANSWER =
            "The answer of a model is some hundred characters long, and a tool's is shorter. ";

    private final DBOS dbos;

    StepByStep(DBOS dbos) {
        this.dbos = dbos;
    }

    @Override
    @Workflow
    public String perform(int steps) {
        String said = "";
        for (int i = 0; i < steps; i++) {
            int step = i;
            said = dbos.runStep(() -> step + ": " + ANSWER, "step");
        }
        return said;
    }
}
