package io.sallyport.clients;

import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import java.util.List;

/** A provider that wants to know the weather before it answers. */
final class ToolWire {
    private static final String HEAD = "{\"id\":\"chatcmpl-t\",\"created\":1700000000,\"model\":\"main\",";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9,\"total_tokens\":16}}";

    private ToolWire() {}

    /** Calls {@code weather({"city":"Oslo"})}, its arguments cut across chunks, until it has seen a tool's result. */
    static Behaviour asksForTheWeather() {
        return exchange -> {
            if (exchange.request().body().contains("\"tool_call_id\"")) {
                Answers.text("It rains in Oslo.").serve(exchange);
            } else if (exchange.streaming()) {
                Answers.events(chunks()).serve(exchange);
            } else {
                Answers.json(whole()).serve(exchange);
            }
        };
    }

    private static String whole() {
        return HEAD
                + "\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"logprobs\":null,"
                + "\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]}}],"
                + USAGE;
    }

    private static List<String> chunks() {
        return List.of(
                chunk("{\"role\":\"assistant\",\"content\":null}", "null"),
                chunk(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                        "null"),
                chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}", "null"),
                chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Oslo\\\"}\"}}]}", "null"),
                chunk("{}", "\"tool_calls\""),
                "[DONE]");
    }

    private static String chunk(String delta, String finish) {
        return HEAD + "\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}";
    }
}
