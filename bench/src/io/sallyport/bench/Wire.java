package io.sallyport.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** The bytes of OpenAI's dialect that this bench sends and looks for. */
final class Wire {
    static final String WHOLE = "whole";
    static final String SHORT = "short";
    private static final String PACED = "paced-";

    private static final String HEAD = "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1700000000,\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":";

    /** What each chunk with text looks like. */
    static final Buffer CHUNK = event("{\"content\":\" portcullis\"},\"finish_reason\":null}]}");

    private static final Buffer ROLE = event("{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}");
    private static final Buffer FINISH = event("{},\"finish_reason\":\"stop\"}]}");
    private static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");
    private static final byte[] MODEL = "\"model\":\"".getBytes(StandardCharsets.US_ASCII);

    private Wire() {}

    /** The model whose streams have {@code chunks} chunks, one each 20 ms. */
    static String paced(int chunks) {
        return PACED + chunks;
    }

    static int chunksOf(String model) {
        return Integer.parseInt(model.substring(PACED.length()));
    }

    private static Buffer event(String rest) {
        return Buffer.buffer("data: " + HEAD + rest + "\n\n");
    }

    static Buffer request(String model) {
        return Buffer.buffer("{\"model\":\"" + model + "\",\"stream\":true,\"max_tokens\":64,\"messages\":["
                + "{\"role\":\"user\",\"content\":\"What is a sally port?\"}]}");
    }

    static Buffer whole() {
        return Buffer.buffer("{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,"
                + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "A sally port is a gate with two doors. ".repeat(12)
                + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":120,\"total_tokens\":162}}");
    }

    static String model(Buffer body) {
        int from = indexOf(body, MODEL) + MODEL.length;
        int to = from;
        while (body.getByte(to) != '"') {
            to++;
        }
        return body.getString(from, to);
    }

    static void opening(HttpServerResponse response) {
        response.write(ROLE);
        response.write(CHUNK);
    }

    static void closing(HttpServerResponse response) {
        response.write(FINISH);
        response.end(DONE);
    }

    private static int indexOf(Buffer body, byte[] sought) {
        for (int at = 0; at + sought.length <= body.length(); at++) {
            int same = 0;
            while (same < sought.length && body.getByte(at + same) == sought[same]) {
                same++;
            }
            if (same == sought.length) {
                return at;
            }
        }
        throw new IllegalArgumentException("no model in the request: " + body);
    }
}
