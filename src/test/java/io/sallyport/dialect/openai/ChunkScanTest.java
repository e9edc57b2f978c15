package io.sallyport.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import io.sallyport.dialect.openai.ChunkScan.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScanTest {
    private final ChunkScan scan = new ChunkScan();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{'object':'ping'}",
                "{'choices':{}}",
                "{'choices':[1]}",
                "{'choices':[{'delta':1}]}",
                "{'choices':[{'index':'0'}]}",
                "{'choices':[{'delta':{'content':5}}]}",
                "{'choices':[{'finish_reason':1}]}",
                "{'choices':[{'delta':{'content':'half",
                "{'choices':[]} x",
                "[DONE] x",
            })
    void whatIsNoChunkIsMalformed(String payload) {
        assertThat(scan(payload)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void invalidUtf8IsMalformed() {
        byte[] bytes = "{\"choices\":[{\"delta\":{\"content\":\"?\"}}]}".getBytes(UTF_8);
        bytes[33] = (byte) 0xff;

        assertThat(scan.scan(bytes, 0, bytes.length)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void theLastMarkIsRecognised() {
        assertThat(scan("[DONE]")).isEqualTo(Verdict.DONE);
        assertThat(scan("[DONE] ")).isEqualTo(Verdict.DONE);
    }

    @Test
    void anErrorInsteadOfAChunkIsAnErrorAndANullErrorIsNone() {
        assertThat(scan("{'error':{'message':'out of memory','code':500}}")).isEqualTo(Verdict.ERROR);
        assertThat(ProviderErrorBody.parse(scan.error()).message()).isEqualTo("out of memory");
        assertThat(scan("{'error':null,'choices':[]}")).isEqualTo(Verdict.OK);
    }

    @Test
    void aScanForgetsTheChunkBefore() {
        assertThat(scan("{'id':'a','model':'m','choices':[{'index':0,'delta':{'content':'x'},'finish_reason':'stop'}],"
                        + "'usage':{'prompt_tokens':1}}"))
                .isEqualTo(Verdict.OK);
        assertThat(scan.text()).isEqualTo("x");

        assertThat(scan("{'choices':[]}")).isEqualTo(Verdict.OK);

        assertThat(scan.id()).isNull();
        assertThat(scan.model()).isNull();
        assertThat(scan.text()).isNull();
        assertThat(scan.usage()).isNull();
        assertThat(scan.finished()).isZero();
        assertThat(scan.finishReason()).isNull();
        assertThat(scan.hasDelta()).isFalse();
    }

    @Test
    void editedChangesTheIdAndTheTextAndNothingElse() {
        assertThat(
                        scan(
                                "{ 'choices' : [{'delta':{'content':'old','role':'assistant'},'index':0}], 'id' : 'a', 'x':1.0}"))
                .isEqualTo(Verdict.OK);

        assertThat(edited("b\"", "n\né"))
                .isEqualTo(
                        quotes(
                                "{ 'choices' : [{'delta':{'content':'n\\né','role':'assistant'},'index':0}], 'id' : 'b\\'', 'x':1.0}"));
        assertThat(edited(null, null)).contains("'id' : 'a'".replace('\'', '"'), "old");
    }

    @Test
    void editedGivesAnIdToAChunkThatHasNone() {
        assertThat(scan("{'choices':[]}")).isEqualTo(Verdict.OK);

        assertThat(edited("b", "ignored")).isEqualTo(quotes("{'id':'b','choices':[]}"));
    }

    @Test
    void aSliceIsScannedInPlace() {
        byte[] bytes = quotes("data: {'id':'a','choices':[]}\n\n").getBytes(UTF_8);

        assertThat(scan.scan(bytes, 6, bytes.length - 2)).isEqualTo(Verdict.OK);
        assertThat(scan.id()).isEqualTo("a");
        assertThat(edited("z", null)).isEqualTo(quotes("{'id':'z','choices':[]}"));
    }

    @Test
    void usageThatIsNoCountIsNoUsage() {
        assertThat(scan("{'choices':[],'usage':{'prompt_tokens':-1,'completion_tokens':2}}"))
                .isEqualTo(Verdict.OK);
        assertThat(scan.usage()).isNull();
        assertThat(scan("{'choices':[],'usage':null}")).isEqualTo(Verdict.OK);
        assertThat(scan.usage()).isNull();
    }

    @Test
    void aWholeAnswerNeedsAChoice() {
        assertThat(answer("{'choices':[]}").verdict()).isEqualTo(Verdict.MALFORMED);
        assertThat(answer("{'choices':[{'index':0,'message':{'content':'x'}").verdict())
                .isEqualTo(Verdict.MALFORMED);
        assertThat(answer("[DONE]").verdict()).isEqualTo(Verdict.MALFORMED);
        assertThat(answer("{'error':'no'}").verdict()).isEqualTo(Verdict.ERROR);
        assertThat(answer(
                        "{'id':'i','model':'m','choices':[{'index':0,'message':{'content':'x'},'finish_reason':'stop'}],"
                                + "'usage':{'prompt_tokens':3,'completion_tokens':4}}"))
                .isEqualTo(new WholeAnswer(Verdict.OK, "m", "i", new Usage(3, 0, 4, 0), "stop"));
    }

    private static WholeAnswer answer(String body) {
        return ChatAnswerScan.scan(quotes(body).getBytes(UTF_8));
    }

    private Verdict scan(String payload) {
        byte[] bytes = quotes(payload).getBytes(UTF_8);
        return scan.scan(bytes, 0, bytes.length);
    }

    private String edited(String id, String text) {
        return new String(scan.edited(id, text), UTF_8);
    }

    private static String quotes(String text) {
        return text.replace('\'', '"');
    }
}
