package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderErrorBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'too long','type':'invalid_request_error','code':'context_length_exceeded'}}",
                "{'error':{'code':400,'message':'the request exceeds the available context size','type':'exceed_context_size_error','n_ctx':4096}}",
                "{'object':'error','message':'This model\\u0027s maximum context length is 4096 tokens.','type':'BadRequestError','code':400}",
                "{'error':'prompt is too long: 200 tokens > 100 maximum'}",
            })
    void aPromptThatIsTooLongIsRecognised(String body) {
        assertThat(parse(body).contextLength()).isTrue();
        assertThat(parse(body).contentFilter()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':'content_filter','message':'filtered','innererror':{'code':'ResponsibleAIPolicyViolation','content_filter_result':{}}}}",
                "{'error':{'code':'content_policy_violation','message':'no'}}",
                "{'error':{'innererror':{'code':'ResponsibleAIPolicyViolation'},'code':null,'message':'no'}}",
            })
    void aPolicyViolationIsRecognised(String body) {
        assertThat(parse(body).contentFilter()).isTrue();
        assertThat(parse(body).contextLength()).isFalse();
    }

    @Test
    void aNumberAsCodeIsText() {
        assertThat(parse("{'error':{'message':'m','type':'t','code':404}}"))
                .isEqualTo(new ProviderErrorBody("m", "t", "404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>502</html>", "{'error':{'message':'cut", "[1]", "null"})
    void whatIsNoErrorObjectSaysNothing(String body) {
        assertThat(parse(body)).isEqualTo(new ProviderErrorBody(null, null, null));
    }

    @Test
    void fastApiDetailIsTheMessage() {
        assertThat(parse("{'detail':'Not Found'}").message()).isEqualTo("Not Found");
    }

    private static ProviderErrorBody parse(String body) {
        return ProviderErrorBody.parse(body.replace('\'', '"').getBytes(UTF_8));
    }
}
