package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.chat.Operation;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingRequestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hi\"|1",
                "\" \"|1",
                "['one']|1",
                "['one', 'two','three' ]|3",
                "[ 1 ,2, 0]|1",
                "[[1,2],[3]]|2",
            })
    void every_shape_of_input_is_counted(String input, int inputs) {
        EmbeddingRequest request = parse("{'input':" + input + ",'model':'embed'}");

        assertThat(request.inputs()).isEqualTo(inputs);
        assertThat(request.model()).isEqualTo("embed");
        assertThat(request.operation()).isEqualTo(Operation.EMBEDDINGS);
        assertThat(request.stream()).isFalse();
        assertThat(request.maxTokens()).as("there is no output in tokens").hasValue(0);
    }

    @Test
    void the_fields_it_knows_are_read_and_null_is_as_good_as_absent() {
        EmbeddingRequest full = parse(
                "{'model':'m','input':'a','encoding_format':'base64','dimensions':256,'user':'u1','x':{'model':1}}");
        EmbeddingRequest bare = parse("{'model':'m','input':'a','encoding_format':null,'dimensions':null,'user':null}");

        assertThat(full.user()).isEqualTo("u1");
        assertThat(bare.user()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'input':'a'}|missing_parameter|model|GET /v1/models",
                "{'model':'m'}|missing_parameter|input|text",
                "{'model':7,'input':'a'}|invalid_request|model|string",
                "{'model':'','input':'a'}|invalid_request|model|string",
                "{'model':'m','input':''}|invalid_request|input|not empty",
                "{'model':'m','input':[]}|invalid_request|input|at least one",
                "{'model':'m','input':null}|invalid_request|input|an array of texts",
                "{'model':'m','input':7}|invalid_request|input|an array of texts",
                "{'model':'m','input':{'a':1}}|invalid_request|input|an array of texts",
                "{'model':'m','input':[null]}|invalid_request|input|an array of texts",
                "{'model':'m','input':['a','']}|invalid_request|input[1]|not empty",
                "{'model':'m','input':['a',7]}|invalid_request|input[1]|a text like",
                "{'model':'m','input':['a',['b']]}|invalid_request|input[1]|a text like",
                "{'model':'m','input':[[1],'a']}|invalid_request|input[1]|an array like",
                "{'model':'m','input':[[1],[]]}|invalid_request|input[1]|at least one",
                "{'model':'m','input':[['a']]}|invalid_request|input[0]|whole numbers",
                "{'model':'m','input':[[1,[2]]]}|invalid_request|input[0]|whole numbers",
                "{'model':'m','input':[1,'a']}|invalid_request|input|whole numbers",
                "{'model':'m','input':[1.5]}|invalid_request|input|whole numbers",
                "{'model':'m','input':[-1]}|invalid_request|input|whole numbers",
                "{'model':'m','input':'a','encoding_format':'int8'}|invalid_request|encoding_format|base64",
                "{'model':'m','input':'a','encoding_format':7}|invalid_request|encoding_format|base64",
                "{'model':'m','input':'a','dimensions':0}|invalid_request|dimensions|above 0",
                "{'model':'m','input':'a','dimensions':1.5}|invalid_request|dimensions|above 0",
                "{'model':'m','input':'a','dimensions':'8'}|invalid_request|dimensions|above 0",
                "{'model':'m','input':'a','user':7}|invalid_request|user|a string",
                "{'model':'m','input':'a','inp\\u0075t':'b'}|duplicate_key|input|more than once",
                "{'model':'m','x':1,'input':'a','x':2}|duplicate_key|x|more than once",
                "['m','a']|invalid_request||not an object",
                "{'model':'m','input':['a'|invalid_json||expected",
                "{'model':'m','input':'a'} x|invalid_json||expected",
                "{'model':'m','input':[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}|invalid_request|input[0]|whole numbers",
                "{'model':'m','input':'a','x':[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}|nesting_too_deep||deep",
            })
    void what_is_wrong_is_said_with_its_field(String body, String code, String param, String says) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            Problem problem = thrown.problem();
            assertThat(problem.code().code()).isEqualTo(code);
            assertThat(problem.param()).isEqualTo(param);
            assertThat(problem.detail() + problem.fix()).contains(says);
        });
    }

    @Test
    void as_many_inputs_as_openai_takes_are_taken_and_one_more_is_refused() {
        assertThat(parse(inputs(2048)).inputs()).isEqualTo(2048);

        assertThatThrownBy(() -> parse(inputs(2049))).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            assertThat(thrown.problem().code()).isEqualTo(ProblemCode.INVALID_REQUEST);
            assertThat(thrown.problem().param()).isEqualTo("input");
            assertThat(thrown.problem().detail()).contains("at most 2048");
        });
    }

    @Test
    void tokens_of_one_input_are_not_counted_as_inputs() {
        String tokens = IntStream.range(0, 5000).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(parse("{'model':'m','input':[" + tokens + "]}").inputs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ 'x':0.10 , 'model' :%s, 'input':['J\\u00fcrgen',' '],'later':{'model':'not this'} }",
                "{'input':[[1,2],[3]],'dimensions':8,'model':%s}",
            })
    void only_the_models_name_is_replaced_on_the_way_out(String body) {
        EmbeddingRequest request = parse(body.formatted("'route'"));

        assertThat(new String(request.forUpstream("up\"stream"), UTF_8))
                .isEqualTo(body.formatted("'up\\\"stream'").replace('\'', '"'));
        assertThat(request.forUpstream("route")).isSameAs(request.body());
    }

    private static String inputs(int count) {
        return "{'model':'m','input':["
                + IntStream.range(0, count).mapToObj(i -> "'a'").collect(Collectors.joining(",")) + "]}";
    }

    private static EmbeddingRequest parse(String body) {
        return EmbeddingRequest.parse(body.replace('\'', '"').getBytes(UTF_8), 16);
    }
}
