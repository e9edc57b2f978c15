package io.sallyport.provider.scripted;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: [ { reply: { txt: a } } ]|s.yaml:1:|rules[0].reply.txt|not known here",
                "rules: []|s.yaml:1:||at least one rule",
                "rules: [ { when: { contains: a } } ]|s.yaml:1:|rules[0]|needs a 'reply'",
                "rules: [ { reply: { fault: { kind: odd } } } ]|s.yaml:1:|rules[0].reply.fault|must be status",
                "rules: [ { reply: { latency: { firstToken: 5 } } } ]|s.yaml:1:|rules[0].reply.latency|Write 250ms",
                "rules: [ { when: { regex: '(' }, reply: {} } ]|s.yaml:1:|rules[0].when|RE2",
                "rules: [ { times: x, reply: {} } ]|s.yaml:1:|rules[0].times|wrong type",
                "rules: [ { reply: {}|s.yaml:1:||",
            })
    void whatIsWrongIsSaidWithPlaceFieldAndFix(String yaml, String place, String field, String fix) {
        assertThatThrownBy(() -> {
                    var unused = ScriptReader.read("s.yaml", yaml);
                })
                .isInstanceOf(ScriptInvalid.class)
                .hasMessageContaining(place)
                .hasMessageContaining(field == null ? "" : field)
                .hasMessageContaining(fix == null ? "" : fix);
    }
}
