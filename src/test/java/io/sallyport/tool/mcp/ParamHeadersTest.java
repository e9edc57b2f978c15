package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamHeadersTest {
    private static JsonNode tool(String schema) {
        return Json.parse("{\"name\":\"t\",\"inputSchema\":" + schema.replace('\'', '"') + "}")
                .orElseThrow();
    }

    @Test
    void marked_arguments_are_headers_too_and_what_is_not_there_is_none() {
        ParamHeaders headers = ParamHeaders.of(
                        tool("{'properties':{'region':{'type':'string','x-mcp-header':'Region'},'at':{'properties':{"
                                + "'n':{'type':'integer','x-mcp-header':'N'},'b':{'type':'boolean','x-mcp-header':'B'}}},"
                                + "'x-mcp-header':{'type':'string'}}}"))
                .orElseThrow();

        assertThat(headers.headers(Json.parse("{\"region\":\"eu\",\"at\":{\"n\":42,\"b\":true}}")
                        .orElseThrow()))
                .isEqualTo(Map.of("Mcp-Param-Region", "eu", "Mcp-Param-N", "42", "Mcp-Param-B", "true"));
        assertThat(headers.headers(
                        Json.parse("{\"region\":null,\"at\":{\"n\":\"\"}}").orElseThrow()))
                .isEqualTo(Map.of("Mcp-Param-N", "=?base64??="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'properties':{'a':{'type':'string','x-mcp-header':''}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':7}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'a b'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'a:'}}}",
                "{'properties':{'a':{'type':'number','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A'},'b':{'type':'string','x-mcp-header':'a'}}}",
                "{'properties':{'a':{'items':{'type':'string','x-mcp-header':'A'}}}}",
                "{'anyOf':[{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}]}",
                "{'$defs':{'a':{'type':'string','x-mcp-header':'A'}}}",
            })
    void a_definition_that_breaks_the_rules_is_not_used(String schema) {
        assertThat(ParamHeaders.of(tool(schema))).isEmpty();
    }

    @Test
    void who_marks_nothing_has_none() {
        assertThat(ParamHeaders.of(tool("{'properties':{'a':{'type':'string'}}}")))
                .contains(ParamHeaders.NONE);
        assertThat(ParamHeaders.of(Json.object())).contains(ParamHeaders.NONE);
    }

    /** The examples of the specification. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`us-west1`|us-west1",
                "`Hello, 世界`|=?base64?SGVsbG8sIOS4lueVjA==?=",
                "` padded `|=?base64?IHBhZGRlZCA=?=",
                "`line1\nline2`|=?base64?bGluZTEKbGluZTI=?=",
                "`=?base64?literal?=`|=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=",
            })
    void a_value_that_no_header_can_have_is_encoded(String value, String header) {
        assertThat(HeaderValue.of(value)).isEqualTo(header);
    }
}
