package io.sallyport.checkpoint.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    private static PgException refusal(String state) {
        return new PgException("what PostgreSQL says", "ERROR", state, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            53100 | true  | The database's disk is full.
            25006 | true  | The database is read-only.
            53300 | false | The database takes no more connections.
            57014 | false | The database took longer than a statement may.
            57P01 | false | The database cannot do it now: what PostgreSQL says
            40P01 | false | The database cannot do it now: what PostgreSQL says
            23503 | false | The database cannot do it now: what PostgreSQL says
            """)
    void what_may_pass_is_the_stores_trouble_in_a_clear_sentence(String state, boolean lasting, String sentence) {
        assertThat(Failures.passing(refusal(state))).isTrue();
        assertThat(Failures.lasting(refusal(state))).isEqualTo(lasting);
        assertThat(Failures.unavailable(refusal(state))).hasMessage(sentence);
    }

    static Stream<Arguments> lost() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), "The database cannot be reached."),
                Arguments.of(new VertxException("connection gone"), "The database cannot be reached."),
                Arguments.of(new TimeoutException(), "The database did not answer in time."),
                Arguments.of(
                        new VertxException("Timeout waiting for connection"),
                        "Every connection to the database is in use."),
                Arguments.of(
                        new ConnectionPoolTooBusyException("full"), "Every connection to the database is in use."));
    }

    @ParameterizedTest
    @MethodSource("lost")
    void what_went_wrong_on_the_way_may_pass(Throwable failure, String sentence) {
        assertThat(Failures.passing(failure)).isTrue();
        assertThat(Failures.unavailable(failure)).hasMessage(sentence).hasCause(failure);
    }

    @Test
    void what_is_said_already_is_not_said_again() {
        assertThat(Failures.unavailable(Failures.unavailable(refusal("25006"))))
                .hasMessage("The database is read-only.")
                .hasCauseInstanceOf(PgException.class);
    }

    @Test
    void a_mistake_of_ours_is_no_outage() {
        assertThat(Failures.passing(refusal("42601"))).isFalse();
        assertThat(Failures.passing(refusal("22021"))).isFalse();
        assertThat(Failures.passing(new IllegalArgumentException())).isFalse();
    }
}
