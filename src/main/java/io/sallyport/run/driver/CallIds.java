package io.sallyport.run.driver;

import io.sallyport.run.machine.CallView;
import io.sallyport.tool.ToolCallId;

/** As whom and for what a run calls a tool. */
final class CallIds {
    private CallIds() {}

    static ToolCallId of(RunTask task, CallView call) {
        return new ToolCallId(
                call.id(),
                task.run().id(),
                call.step(),
                task.run().tenant(),
                "agent:" + task.run().agent(),
                task.run().agent(),
                task.revision().agent().client(),
                task.run().subject(),
                task.traceparent());
    }
}
