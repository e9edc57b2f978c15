package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.ChatWire;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What needs no change is not changed: neither on the way to the provider nor on the way back. */
@ExtendWith(SharedGateway.class)
class PassThroughIT {
    /** Odd white space, escapes, a number that no double holds, fields nobody has heard of, and every kind of message. */
    private static final String REQUEST = """
            { "zeta" : [1 ,2,  3.10], "model":"%s",
              "seed": 12345678901234567890, "temperature": 0.10, "user": "J\\u00fcrgen \\ud83d\\ude00 / \\/",
              "messages" : [
                {"role":"system","content":"be brief","x_label":{"a":[]}},
                {"role":"user","content":[{"type":"text","text":"what is this?"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}}]},
                {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
                  "function":{"name":"now","arguments":"{\\"zone\\": \\"UTC\\"}"}}]},
                {"role":"tool","tool_call_id":"call_1","content":"noon"}],
              "tools":[{"type":"function","function":{"name":"now","strict":true,"parameters":{"type":"object"}}}],
              "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}},
              "n":1,"logprobs":true,"top_logprobs":2,"x_vendor":{"model":"not this one","deep":[[[{}]]]} }
            """;

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "through", 24);
    }

    private final LineUp lineUp = lineUps.take();

    @Test
    void a_request_reaches_the_provider_byte_for_byte_but_for_the_models_name() {
        lineUp.main().always(Answers.text("noon"));

        Answer answer =
                lineUp.call(Mode.PLAIN).body(REQUEST.formatted(lineUp.name())).send();

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(lineUp.main().lastRequest().body()).isEqualTo(REQUEST.formatted("main"));
    }

    @Test
    void a_request_for_a_stream_with_usage_reaches_the_provider_byte_for_byte_too() {
        String body =
                "{\"stream\" : true,\"stream_options\":{ \"include_usage\": true, \"x\":1 },\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"model\" :\"%s\" }";
        lineUp.main().always(Answers.text("noon"));

        lineUp.call(Mode.STREAM).body(body.formatted(lineUp.name())).send();

        assertThat(lineUp.main().lastRequest().body()).isEqualTo(body.formatted("main"));
    }

    @Test
    void an_answer_reaches_the_caller_byte_for_byte() {
        String body =
                "{ \"id\":\"chatcmpl-1\", \"x_unknown\" : {\"cost\":0.10}, \"object\":\"chat.completion\",\n\t\"created\":1,"
                        + "\"model\":\"main\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"J\\u00fcrgen\","
                        + "\"reasoning_content\":\"hm\"},\"finish_reason\":\"stop\"},{\"index\":1,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"two\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,"
                        + "\"total_tokens\":2},\"timings\":{\"ms\":1e3} }\n";
        lineUp.main().always(Answers.json(body));

        Answer answer = lineUp.call(Mode.PLAIN).field("n", 2).send();

        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    static Stream<List<String>> streams() {
        return Stream.of(
                List.of(
                        ChatWire.role("main"),
                        chunk("{\"reasoning_content\":\"hm\"}", "null"),
                        chunk("{\"content\":\"J\\u00fcrgen\", \"x\" : 1}", "null"),
                        ChatWire.finish("main", "stop")),
                List.of(
                        ChatWire.role("main"),
                        chunk(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]}",
                                "null"),
                        chunk(
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"zone\\\"\"}}]}",
                                "null"),
                        chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\": 1}\"}}]}", "null"),
                        ChatWire.finish("main", "tool_calls")),
                List.of(
                        "{\"id\":\"c\",\"choices\":[{\"index\":1,\"delta\":{\"role\":\"assistant\"}}]}",
                        "{\"id\":\"c\",\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"logprobs\":{\"content\":[{\"token\":\"b\",\"logprob\":-0.10}]}}]}",
                        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}",
                        "{\"id\":\"c\",\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void the_chunks_of_a_stream_reach_the_caller_byte_for_byte(List<String> events) {
        List<String> withDone =
                Stream.concat(events.stream(), Stream.of("[DONE]")).toList();
        lineUp.main().always(Answers.events(withDone));

        Answer answer = lineUp.call(Mode.STREAM).field("n", 2).send();

        assertThat(answer.events().stream().map(event -> event.data()).filter(data -> !data.isEmpty()))
                .containsExactlyElementsOf(withDone);
    }

    @Test
    void the_usage_of_a_stream_is_there_when_it_is_asked_for() {
        lineUp.main().always(Answers.text("noon"));

        Answer answer =
                lineUp.gateway().client().chat(lineUp.name()).streamWithUsage().send();

        assertThat(answer.chunks().stream().filter(chunk -> chunk.path("usage").isObject()))
                .hasSize(1);
        assertThat(answer.chunks().getLast().path("choices")).isEmpty();
    }

    @Test
    void the_usage_of_a_stream_is_not_there_when_it_is_not_asked_for() {
        lineUp.main().always(Answers.text("noon"));

        Answer answer = lineUp.gateway().client().chat(lineUp.name()).stream().send();

        assertThat(answer.isComplete()).as(answer::toString).isTrue();
        assertThat(answer.usage().isMissingNode()).as(answer::toString).isTrue();
        assertThat(answer.chunks()).noneMatch(chunk -> chunk.path("choices").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void a_large_body_of_many_messages_passes(Mode mode) {
        lineUp.main().always(Answers.text("noon"));
        var call = lineUp.call(mode);
        for (int i = 0; i < 300; i++) {
            call.user("line " + i + " ".repeat(1000));
        }

        assertThat(call.send().isComplete()).isTrue();

        JsonNode received = lineUp.main().lastRequest().json().path("messages");
        assertThat(received).isEqualTo(Json.parse(call.body()).path("messages"));
    }

    private static String chunk(String delta, String finishReason) {
        return "{\"id\":\"chatcmpl-main\",\"model\":\"main\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                .formatted(delta, finishReason);
    }
}
