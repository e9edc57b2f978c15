package io.sallyport.stop;

import static io.sallyport.stop.StopKind.AGENT;
import static io.sallyport.stop.StopKind.PRINCIPAL;
import static io.sallyport.stop.StopKind.PROMPT;
import static io.sallyport.stop.StopKind.TOOL;
import static io.sallyport.stop.TestingStops.stop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopsTest {
    private final Stops stops = new Stops();

    @ParameterizedTest
    @CsvSource({
        "send_email, send_email, true",
        "send_email, send_emails, false",
        "send_*, send_email, true",
        "send_*, resend_email, false",
        "*, send_email, true",
        "s*_*il, send_email, true"
    })
    void a_stop_is_over_a_name_as_a_permission_is(String stopped, String tool, boolean over) {
        TestingStops.are(stops, stop(TOOL, stopped));

        assertThat(stops.overTool(tool).isPresent()).isEqualTo(over);
    }

    @Test
    void a_stop_of_one_kind_says_nothing_of_another() {
        TestingStops.are(stops, stop(AGENT, "*"));

        assertThat(stops.overTool("send_email")).isEmpty();
        assertThat(stops.overPrincipal("web-chat")).isEmpty();
        assertThat(stops.overAgent("desk")).isPresent();
    }

    @Test
    void work_is_stopped_with_its_agent_its_prompt_whom_it_acts_as_and_who_has_ordered_it() {
        Stops.Actor actor = new Stops.Actor("desk", "desk-client", "desk/main@2", "web-chat");
        List<Stop> each = List.of(
                stop(AGENT, "desk"),
                stop(PRINCIPAL, "desk-client"),
                stop(PRINCIPAL, "web-*"),
                stop(PROMPT, "desk/main@2"));

        for (Stop one : each) {
            TestingStops.are(stops, one);
            assertThat(stops.over(actor)).contains(one);
        }
        TestingStops.are(stops, stop(PROMPT, "desk/main@1"), stop(TOOL, "desk"), stop(AGENT, "web-chat"));
        assertThat(stops.over(actor)).isEmpty();
    }

    @Test
    void whoever_listens_is_told_of_changes_and_of_nothing_else() {
        List<StopBoard> told = new ArrayList<>();
        stops.onChange(told::add);

        TestingStops.are(stops);
        assertThat(told).isEmpty();
        TestingStops.are(stops, stop(TOOL, "pay"));
        TestingStops.are(stops, stop(TOOL, "pay"));
        assertThat(told).hasSize(1);
        TestingStops.are(stops);
        assertThat(told).hasSize(2);
        assertThat(stops.overTool("pay")).isEmpty();
    }

    @Test
    void who_has_never_read_the_store_says_so() {
        assertThat(stops.age()).isEmpty();

        TestingStops.are(stops);

        assertThat(stops.age()).isPresent();
    }

    @Test
    void the_sentence_says_what_and_why() {
        assertThat(stop(TOOL, "send_*").sentence())
                .isEqualTo("An administrator has stopped tool:send_*: It sends what it must not.");
    }
}
