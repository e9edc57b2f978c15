package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerEndTest {
    private final List<String> happened = new ArrayList<>();

    @Test
    void a_server_that_ended_by_itself_lets_the_services_stop_and_ends_the_process_with_its_code() {
        end(false).ended(3, null);

        assertThat(happened).containsExactly("release", "exit 3");
    }

    @Test
    void a_process_that_is_ending_already_is_not_told_to_again() {
        end(true).ended(0, null);

        assertThat(happened).containsExactly("release");
    }

    @Test
    void a_start_that_failed_is_told_by_its_first_cause() {
        var deepest = new IllegalStateException("the port is taken");

        end(false).ended(1, new RuntimeException("start failed", new RuntimeException("wrapped", deepest)));

        assertThat(happened)
                .containsExactly("sallyport: the server did not start: the port is taken", "release", "exit 1");
    }

    private ServerEnd end(boolean ending) {
        return new ServerEnd(
                happened::add, code -> happened.add("exit " + code), () -> ending, () -> happened.add("release"));
    }
}
