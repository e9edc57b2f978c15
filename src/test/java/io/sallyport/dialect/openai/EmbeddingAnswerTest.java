package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import io.sallyport.dialect.openai.ChunkScan.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingAnswerTest {
    @Test
    void an_embedding_for_each_input_is_an_answer_with_its_model_and_its_tokens() {
        String body = "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.1,-2e-3]},"
                + "{'index':1,'embedding':'AACAPw=='}],'model':'small','usage':{'prompt_tokens':8,'total_tokens':8}}";

        assertThat(answer(2, body)).isEqualTo(new WholeAnswer(Verdict.OK, "small", null, new Usage(8, 0, 0, 0), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt_tokens':3,'total_tokens':3}|3",
                "{'prompt_tokens':3}|3",
                "{'total_tokens':9}|9",
                "{'prompt_tokens':3,'completion_tokens':0,'total_tokens':9}|9",
            })
    void all_tokens_that_are_counted_went_in(String usage, long input) {
        assertThat(answer(1, "{'data':[{'embedding':[1]}],'usage':" + usage + "}")
                        .usage())
                .isEqualTo(new Usage(input, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'data':[]}|MALFORMED",
                "{'data':[{'embedding':[1]}]}|MALFORMED",
                "{'data':[{'embedding':[1]},{'embedding':[1]},{'embedding':[1]}]}|MALFORMED",
                "{'data':[{'embedding':[1]},{'index':1}]}|MALFORMED",
                "{'data':[{'embedding':[1]},{'embedding':null}]}|MALFORMED",
                "{'data':[{'embedding':[1]},{'embedding':''}]}|MALFORMED",
                "{'data':[{'embedding':[1]},[1]]}|MALFORMED",
                "{'data':{'embedding':[1]}}|MALFORMED",
                "{'choices':[{'index':0}]}|MALFORMED",
                "{'data':[{'embedding':[1]},{'embedding':[1]}|MALFORMED",
                "{'data':[{'embedding':[1]},{'embedding':[1]}]} x|MALFORMED",
                "[]|MALFORMED",
                "''|MALFORMED",
                "{'error':{'message':'no'}}|ERROR",
                "{'data':[{'embedding':[1]},{'embedding':[1]}],'error':null}|OK",
            })
    void anything_else_is_none(String body, Verdict verdict) {
        assertThat(answer(2, body).verdict()).isEqualTo(verdict);
    }

    private static WholeAnswer answer(int inputs, String body) {
        String input = "{\"model\":\"m\",\"input\":[" + "\"a\",".repeat(inputs - 1) + "\"a\"]}";
        return EmbeddingRequest.parse(input.getBytes(UTF_8), 8)
                .answer(body.replace('\'', '"').getBytes(UTF_8));
    }
}
