package io.sallyport.run.driver;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.RunObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told, one line each. */
final class TestingObserver implements RunObserver {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void claimed(String agent, RunStatus before) {
        told.add("claimed " + before);
    }

    @Override
    public void left(String agent) {
        told.add("left");
    }

    @Override
    public void committed(CommitPoint point, long nanos) {
        told.add("committed " + point);
    }

    @Override
    public void ended(String agent, RunStatus status) {
        told.add("ended " + status);
    }

    @Override
    public void unknown(String agent, String tool) {
        told.add("unknown " + tool);
    }

    @Override
    public void lost(String agent) {
        told.add("lost");
    }
}
