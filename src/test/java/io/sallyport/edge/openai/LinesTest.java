package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void json_over_several_lines_fits_into_one_event_and_says_the_same() {
        Buffer pretty = Buffer.buffer("{\r\n  \"error\": {\n\n    \"message\": \"first\\nsecond ✓\"\r  }\n}\n");

        Buffer line = Lines.joined(pretty);

        assertThat(line.toString()).doesNotContain("\n", "\r");
        assertThat(new JsonObject(line)).isEqualTo(new JsonObject(pretty));
    }
}
