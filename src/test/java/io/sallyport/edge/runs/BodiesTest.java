package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {
    @Test
    void a_text_and_parts_are_the_caller_s_own_words() {
        assertThat(InputParts.of(json("\"hello\"")))
                .containsExactly(Message.of(io.sallyport.chat.Role.USER, new Part.Text("hello", Label.USER)));
        assertThat(InputParts.of(json("""
                        [{"type": "text", "text": ""}, {"type": "image_url", "image_url": {"url": "HTTPS://x/y.png"}},
                         {"type": "image_url", "image_url": "data:image/png;base64,AAAA"}]""")).getFirst().parts())
                .containsExactly(
                        new Part.Text("", Label.USER),
                        new Part.Image("HTTPS://x/y.png", Label.USER),
                        new Part.Image("data:image/png;base64,AAAA", Label.USER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"  \"|input",
                "7|input",
                "[]|input",
                "{\"type\":\"text\"}|input",
                "[{\"type\":\"audio\"}]|input[0].type",
                "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\"}]|input[1].text",
                "[{\"type\":\"image_url\",\"image_url\":{}}]|input[0].image_url.url",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/y.png\"}}]|input[0].image_url.url",
                "[{\"type\":\"image_url\",\"image_url\":\"file\"}]|input[0].image_url.url"
            })
    void an_input_that_is_none_names_the_part_at_fault(String input, String named) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> InputParts.of(json(input)));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refused.problem().param()).isEqualTo(named);
        assertThat(refused.problem().fix()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":|invalid_json|~~",
                "{\"input\":1,\"input\":2}|invalid_json|~~",
                "[1]|invalid_request|~~",
                "{\"inptu\":\"x\"}|invalid_request|inptu",
                "{\"metadata\":[]}|invalid_request|metadata",
                "{\"metadata\":{\"a b\":1}}|invalid_request|metadata",
                "{\"busy\":\"maybe\"}|invalid_request|busy",
                "{\"busy\":7}|invalid_request|busy",
                "{\"thread\":\"\"}|invalid_request|thread",
                "{\"thread\":9}|invalid_request|thread"
            })
    void a_body_that_is_none_names_the_member_at_fault(String body, String code, String named) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> {
            Fields fields = fields(body);
            Metadata.of(fields);
            fields.word("busy", "enqueue", "reject");
            fields.text("thread", 100);
        });

        assertThat(refused.problem().code().code()).isEqualTo(code);
        assertThat(Optional.ofNullable(refused.problem().param()).orElse("")).isEqualTo(named);
        assertThat(refused.problem().fix()).isNotBlank();
    }

    @Test
    void a_slip_in_a_member_s_name_is_told_with_what_was_probably_meant() {
        assertThat(catchThrowableOfType(ProblemException.class, () -> fields("{\"inptu\":\"x\"}"))
                        .getMessage())
                .contains("Did you mean \"input\"?");
    }

    @Test
    void metadata_are_few_and_small() {
        String large = "x".repeat(5000);
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> Metadata.of(fields("{\"metadata\":{\"a\":\"" + large + "\"}}")))
                        .problem()
                        .param())
                .isEqualTo("metadata.a");
        assertThat(Metadata.of(fields("{\"metadata\":{\"a\":{\"b\":[1]}}}"))).isEqualTo(json("{\"a\":{\"b\":[1]}}"));
        assertThat(Metadata.of(fields("{}"))).isEmpty();
    }

    @Test
    void no_body_is_a_body_without_members() {
        assertThat(Fields.of(null, "reason").tree()).isEmpty();
        assertThat(Fields.of(new byte[0], "reason").text("reason", 10)).isEmpty();
        assertThat(fields("{\"busy\":null}").word("busy", "reject")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "201", "many", "-1", "99999"})
    void a_limit_is_a_number_within_bounds(String limit) {
        assertThat(catchThrowableOfType(ProblemException.class, () -> Pages.limit(limit))
                        .problem()
                        .param())
                .isEqualTo("limit");
    }

    @Test
    void a_cursor_is_a_sequence_number_and_an_id_looks_like_one() {
        assertThat(Pages.limit("200")).isEqualTo(200);
        assertThat(Pages.cursor(null)).isZero();
        assertThat(Pages.cursor("17")).isEqualTo(17);
        assertThat(catchThrowableOfType(ProblemException.class, () -> Pages.cursor("x"))
                        .problem()
                        .param())
                .isEqualTo("after");
        assertThat(catchThrowableOfType(ProblemException.class, () -> Pages.id("thread", "\0"))
                        .problem()
                        .param())
                .isEqualTo("thread");
    }

    private static Fields fields(String body) {
        return Fields.of(body.getBytes(StandardCharsets.UTF_8), "input", "thread", "busy", "metadata");
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }
}
