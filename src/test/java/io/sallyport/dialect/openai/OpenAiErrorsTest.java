package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiErrorsTest {
    @Test
    void theShapeIsOpenAisWithTheFactsBeside() {
        Problem problem = Problem.of(ProblemCode.MODEL_NOT_FOUND, "There is no \"x\".", "Ask for 'y'.")
                .at("model")
                .with("suggestions", List.of("y"))
                .with("code", "a fact can not replace the code")
                .with("attempts", Map.of("b", 2, "a", true));

        assertThat(new String(OpenAiErrors.body(problem, "invalid_request_error"), UTF_8))
                .isEqualTo(
                        "{\"error\":{\"message\":\"There is no \\\"x\\\". Ask for 'y'.\",\"type\":\"invalid_request_error\","
                                + "\"param\":\"model\",\"code\":\"model_not_found\",\"attempts\":{\"a\":true,\"b\":2},\"suggestions\":[\"y\"]}}");
    }

    @Test
    void inAStreamItIsOneEvent() {
        Problem problem = Problem.of(ProblemCode.STREAM_CUT, "line\nbreak");

        assertThat(new String(OpenAiErrors.event(problem, "server_error"), UTF_8))
                .isEqualTo(
                        "data: {\"error\":{\"message\":\"line\\nbreak\",\"type\":\"server_error\",\"param\":null,\"code\":\"stream_cut\"}}\n\n");
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.Kind.class)
    void everySortOfTroubleHasATypeWord(ProblemCode.Kind kind) {
        assertThat(OpenAiErrors.type(kind)).matches("[a-z_]+_error");
    }
}
