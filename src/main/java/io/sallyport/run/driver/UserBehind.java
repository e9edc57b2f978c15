package io.sallyport.run.driver;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.identity.UserToken;
import io.sallyport.run.UserTokens;
import io.sallyport.run.UserTokens.Behind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The person in whose name a run's tools are called. Calls whose person has to sign in again wait for that and stay what they are. */
final class UserBehind {
    private static final long RETRY_MILLIS = 500;

    private final RunTask task;
    private final Conductor conductor;
    private final UserTokens users;
    /** Calls that wait, and how often the person had signed in again when they were found waiting. */
    private final Map<String, Integer> away = new HashMap<>();

    UserBehind(RunTask task, Conductor conductor, Services services) {
        this.task = task;
        this.conductor = conductor;
        this.users = services.perform().users();
    }

    /** Goes on with the user's token, or without where the tool wants none or nobody is there; or lets {@code call} wait. */
    void with(String call, ToolSpec tool, Consumer<Optional<UserToken>> then) {
        if (!tool.inUsersName()) {
            then.accept(Optional.empty());
            return;
        }
        // Counted before it is asked: who signs in while the answer is on its way has it asked again.
        int heard = task.heard().reauthentications();
        var _ = users.of(task.run().rootRun())
                .subscribe()
                .with(
                        behind -> task.home(() -> found(call, heard, behind, then)),
                        failure -> task.home(() -> task.later(RETRY_MILLIS, () -> conductor.ended(call))));
    }

    private void found(String call, int heard, Behind behind, Consumer<Optional<UserToken>> then) {
        if (task.over()) {
            return;
        }
        away.remove(call);
        switch (behind) {
            case Behind.Nobody _ -> then.accept(Optional.empty());
            case Behind.Present(UserToken token) -> then.accept(Optional.of(token));
            case Behind.Away _ -> {
                away.put(call, heard);
                conductor.ended(call);
            }
        }
    }

    /** Says whether there is anybody; asked again until the store answers. */
    void isThere(String subject, Consumer<Boolean> then) {
        var _ = users.of(task.run().rootRun())
                .subscribe()
                .with(
                        behind -> task.home(() -> then.accept(!(behind instanceof Behind.Nobody))),
                        failure -> task.home(() -> task.later(RETRY_MILLIS, () -> conductor.ended(subject))));
    }

    boolean isAwaitedBy(String call) {
        return away.getOrDefault(call, -1) == task.heard().reauthentications();
    }

    /** The calls that wait. */
    List<String> calls() {
        return away.keySet().stream().filter(this::isAwaitedBy).sorted().toList();
    }
}
