package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.chat.Capability;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemException;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void readsWhatTheGatewayActsOn() {
        ChatRequest request = parse(
                "{\"model\":\"chat\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"n\":3,"
                        + "\"max_tokens\":10,\"max_completion_tokens\":20,\"user\":\"u1\",\"logprobs\":true,"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}},\"tools\":[{}],"
                        + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"},{\"type\":\"input_audio\"}]}]}");

        assertThat(request.model()).isEqualTo("chat");
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.choices()).isEqualTo(3);
        assertThat(request.maxTokens()).hasValue(20);
        assertThat(request.user()).isEqualTo("u1");
        assertThat(request.structured()).isTrue();
        assertThat(request.needs())
                .containsExactlyInAnyOrder(
                        Capability.TOOLS,
                        Capability.VISION,
                        Capability.AUDIO,
                        Capability.JSON_SCHEMA,
                        Capability.LOGPROBS);
    }

    @Test
    void absentAndNullFieldsAreTheDefaults() {
        ChatRequest request = parse("{\"model\":\"chat\",\"stream\":null,\"stream_options\":null,\"n\":null,"
                + "\"max_tokens\":null,\"user\":null,\"response_format\":null,\"tools\":null," + MESSAGES + "}");

        assertThat(request.stream()).isFalse();
        assertThat(request.includeUsage()).isFalse();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.maxTokens()).isEmpty();
        assertThat(request.user()).isNull();
        assertThat(request.structured()).isFalse();
        assertThat(request.needs()).isEmpty();
    }

    @Test
    void plainTextFormatAndEmptyToolsNeedNothing() {
        ChatRequest request =
                parse("{\"model\":\"chat\",\"tools\":[],\"response_format\":{\"type\":\"text\"}," + MESSAGES + "}");

        assertThat(request.structured()).isFalse();
        assertThat(request.needs()).isEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("{\"model\":\"a\"", "invalid_json", null),
                Arguments.of("", "invalid_json", null),
                Arguments.of("{\"model\":\"a\"}x", "invalid_json", null),
                Arguments.of("[]", "invalid_request", null),
                Arguments.of("{" + MESSAGES + "}", "missing_parameter", "model"),
                Arguments.of("{\"model\":\"a\"}", "missing_parameter", "messages"),
                Arguments.of("{\"model\":1," + MESSAGES + "}", "invalid_request", "model"),
                Arguments.of("{\"model\":\"\"," + MESSAGES + "}", "invalid_request", "model"),
                Arguments.of("{\"model\":\"a\",\"messages\":{}}", "invalid_request", "messages"),
                Arguments.of("{\"model\":\"a\",\"messages\":[]}", "invalid_request", "messages"),
                Arguments.of("{\"model\":\"a\",\"messages\":[{},1]}", "invalid_request", "messages[1]"),
                Arguments.of("{\"model\":\"a\",\"stream\":\"true\"," + MESSAGES + "}", "invalid_request", "stream"),
                Arguments.of("{\"model\":\"a\",\"n\":0," + MESSAGES + "}", "invalid_request", "n"),
                Arguments.of("{\"model\":\"a\",\"n\":129," + MESSAGES + "}", "invalid_request", "n"),
                Arguments.of("{\"model\":\"a\",\"n\":\"2\"," + MESSAGES + "}", "invalid_request", "n"),
                Arguments.of("{\"model\":\"a\",\"max_tokens\":-5," + MESSAGES + "}", "invalid_request", "max_tokens"),
                Arguments.of("{\"model\":\"a\",\"user\":7," + MESSAGES + "}", "invalid_request", "user"),
                Arguments.of("{\"model\":\"a\",\"tools\":{}," + MESSAGES + "}", "invalid_request", "tools"),
                Arguments.of(
                        "{\"model\":\"a\",\"stream_options\":true," + MESSAGES + "}",
                        "invalid_request",
                        "stream_options"),
                Arguments.of(
                        "{\"model\":\"a\",\"stream_options\":{\"include_usage\":1}," + MESSAGES + "}",
                        "invalid_request",
                        "stream_options.include_usage"),
                Arguments.of("{\"model\":\"a\",\"mod\\u0065l\":\"b\"," + MESSAGES + "}", "duplicate_key", "model"),
                Arguments.of("{\"model\":\"a\",\"x\":1,\"\\u0078\":2," + MESSAGES + "}", "duplicate_key", "x"),
                Arguments.of(
                        "{\"model\":\"a\",\"x\":" + "[".repeat(20) + "]".repeat(20) + "}", "nesting_too_deep", null));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatIsWrongIsNamedWithTheFieldAndTheWayToMendIt(String body, String code, String param) {
        Problem problem = problem(body);

        assertThat(problem.code().code()).isEqualTo(code);
        assertThat(problem.param()).isEqualTo(param);
        assertThat(problem.fix()).isNotBlank();
    }

    @Test
    void brokenJsonIsLocated() {
        Problem problem = problem("{\"model\":\"a\",}");

        assertThat(problem.facts()).containsEntry("offset", 13).containsEntry("expected", "a name in double quotes");
        assertThat(problem.message()).contains("byte 13", "expected a name in double quotes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "'model':'a','stream':true | 'stream_options':{'include_usage':true},'model':'up','stream':true",
                "'model':'a','stream':true,'stream_options':null | 'model':'up','stream':true,'stream_options':{'include_usage':true}",
                "'stream_options':{},'model':'a','stream':true | 'stream_options':{'include_usage':true},'model':'up','stream':true",
                "'model':'a','stream':true,'stream_options':{ 'x':1} | 'model':'up','stream':true,'stream_options':{'include_usage':true, 'x':1}",
                "'model':'a','stream':true,'stream_options':{'include_usage':false} | 'model':'up','stream':true,'stream_options':{'include_usage':true}",
                "'model':'a','stream':true,'stream_options':{'include_usage':true} | 'model':'up','stream':true,'stream_options':{'include_usage':true}",
                "'model' : 'a' , 'seed':1.50 | 'model' : 'up' , 'seed':1.50",
            })
    void onlyTheModelAndTheAskingForUsageChange(String sent, String upstream) {
        ChatRequest request = parse("{" + quotes(sent) + "," + MESSAGES + " }");

        assertThat(text(request.forUpstream("up"))).isEqualTo("{" + quotes(upstream) + "," + MESSAGES + " }");
    }

    @Test
    void theSameArrayGoesOnWhenNothingChanges() {
        ChatRequest request = parse("{\"model\":\"a\"," + MESSAGES + "}");

        assertThat(request.forUpstream("a")).isSameAs(request.body());
    }

    @Test
    void aModelNameIsEscaped() {
        ChatRequest request = parse("{\"model\":\"a\"," + MESSAGES + "}");

        assertThat(parse(text(request.forUpstream("x\"\\\n/é"))).model()).isEqualTo("x\"\\\n/é");
    }

    @Test
    void continuingAppendsWhatWasDeliveredAsTheAssistantsMessage() {
        ChatRequest request =
                parse("{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"} ],\"x\":[]}");

        assertThat(text(request.continuing("a", "Once \"upon\"\n", OptionalLong.empty())))
                .isEqualTo("{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"} ,"
                        + "{\"role\":\"assistant\",\"content\":\"Once \\\"upon\\\"\\n\"}],\"x\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "'model':'a' | 'max_tokens':9,'model':'a'",
                "'max_tokens':null,'model':'a' | 'max_tokens':9,'model':'a'",
                "'model':'a','max_completion_tokens': null | 'model':'a','max_completion_tokens': 9",
                "'model':'a','max_completion_tokens':5,'max_tokens':null | 'model':'a','max_completion_tokens':5,'max_tokens':null",
                "'model':'a','max_tokens':20 | 'model':'a','max_tokens':20",
                "'model':'b','stream':true | 'stream_options':{'include_usage':true},'max_tokens':9,'model':'a','stream':true",
            })
    void an_output_limit_is_put_where_there_is_none(String sent, String upstream) {
        ChatRequest request = parse("{" + quotes(sent) + "," + MESSAGES + "}");

        assertThat(text(request.forUpstream("a", OptionalLong.of(9))))
                .isEqualTo("{" + quotes(upstream) + "," + MESSAGES + "}");
    }

    private static Problem problem(String body) {
        ProblemException thrown = catchThrowableOfType(ProblemException.class, () -> parse(body));
        assertThat(thrown).as("a refusal of %s", body).isNotNull();
        return thrown.problem();
    }

    private static ChatRequest parse(String body) {
        return ChatRequest.parse(body.getBytes(UTF_8), 16);
    }

    private static String quotes(String text) {
        return text.replace('\'', '"');
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
