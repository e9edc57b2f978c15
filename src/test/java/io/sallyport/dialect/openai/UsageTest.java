package io.sallyport.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import io.sallyport.core.json.Json;
import io.sallyport.core.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage in the shapes that providers document, read by the scan of the model path and from a tree: both find the same. */
class UsageTest {
    /** @param usage input, cached input, cache write, output, reasoning */
    private record Documented(String provider, String json, Usage usage) {
        @Override
        public String toString() {
            return provider;
        }
    }

    static Stream<Documented> documented() {
        return List.of(
                new Documented("plain", """
                        {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21}""", new Usage(9, 0, 0, 12, 0)),
                new Documented("OpenAI, prompt caching", """
                        {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
                         "prompt_tokens_details": {"cached_tokens": 1920},
                         "completion_tokens_details": {"reasoning_tokens": 0, "accepted_prediction_tokens": 0,
                                                       "rejected_prediction_tokens": 0}}""", new Usage(2006, 1920, 0, 300, 0)),
                new Documented("OpenAI, reasoning is part of the output", """
                        {"prompt_tokens": 81, "completion_tokens": 1035, "total_tokens": 1116,
                         "completion_tokens_details": {"reasoning_tokens": 832}}""", new Usage(81, 0, 0, 1035, 832)),
                new Documented("xAI, reasoning beside the output", """
                        {"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 135,
                         "prompt_tokens_details": {"text_tokens": 32, "cached_tokens": 6},
                         "completion_tokens_details": {"reasoning_tokens": 94}}""", new Usage(32, 6, 0, 103, 94)),
                new Documented("xAI, prompt caching", """
                        {"prompt_tokens": 125, "completion_tokens": 48, "total_tokens": 173,
                         "prompt_tokens_details": {"text_tokens": 125, "audio_tokens": 0, "image_tokens": 0, "cached_tokens": 98},
                         "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0,
                                                       "rejected_prediction_tokens": 0}}""", new Usage(125, 98, 0, 48, 0)),
                new Documented("Gemini, thoughts in the total only", """
                        {"prompt_tokens": 20, "completion_tokens": 198, "total_tokens": 623}""", new Usage(20, 0, 0, 603, 405)),
                new Documented("Gemini behind a proxy, nothing but thoughts", """
                        {"completion_tokens": 0, "total_tokens": 81, "prompt_tokens": 21,
                         "completion_tokens_details": {"reasoning_tokens": 60}}""", new Usage(21, 0, 0, 60, 60)),
                new Documented("DeepSeek, cache hits on the top level", """
                        {"prompt_tokens": 16, "completion_tokens": 10, "total_tokens": 26, "prompt_cache_hit_tokens": 12,
                         "prompt_cache_miss_tokens": 4}""", new Usage(16, 12, 0, 10, 0)),
                new Documented("Moonshot, explicit caching", """
                        {"prompt_tokens": 19, "completion_tokens": 21, "total_tokens": 40, "cached_tokens": 10}""", new Usage(19, 10, 0, 21, 0)),
                new Documented("Moonshot, caching by itself", """
                        {"prompt_tokens": 19, "completion_tokens": 21, "total_tokens": 40,
                         "prompt_tokens_details": {"cached_tokens": 10}}""", new Usage(19, 10, 0, 21, 0)),
                new Documented("OpenRouter, the example of its manual", """
                        {"completion_tokens": 2, "completion_tokens_details": {"reasoning_tokens": 0}, "cost": 0.95,
                         "cost_details": {"upstream_inference_cost": 19}, "prompt_tokens": 194,
                         "prompt_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 100, "audio_tokens": 0},
                         "total_tokens": 196}""", new Usage(194, 0, 100, 2, 0)),
                new Documented("OpenRouter, reads and writes", """
                        {"prompt_tokens": 10339, "completion_tokens": 60, "total_tokens": 10399, "cost": 0.0123,
                         "prompt_tokens_details": {"cached_tokens": 318, "cache_write_tokens": 10021}}""", new Usage(10339, 318, 10021, 60, 0)),
                new Documented("details that are not there", """
                        {"prompt_tokens": 3, "completion_tokens": 4, "prompt_tokens_details": null,
                         "completion_tokens_details": {"reasoning_tokens": null}}""", new Usage(3, 0, 0, 4, 0)))
                .stream();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void what_a_provider_documents_is_understood(Documented example) {
        assertThat(scanned(example.json())).contains(example.usage());
        assertThat(UsageJson.read(Json.parse(example.json()).orElseThrow())).contains(example.usage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\": -1}",
                "{\"prompt_tokens\": 1.5}",
                "{\"prompt_tokens\": \"7\"}",
                "{\"prompt_tokens\": 1, \"prompt_tokens_details\": {\"cached_tokens\": \"many\"}}",
                "null",
                "[]"
            })
    void what_is_no_count_is_no_usage(String json) {
        assertThat(scanned(json)).isEmpty();
        assertThat(UsageJson.read(Json.parse(json).orElseThrow())).isEmpty();
    }

    private static Optional<Usage> scanned(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonScanner scanner = new JsonScanner(8);
        scanner.reset(bytes, 0, bytes.length);
        scanner.next();
        UsageScan scan = new UsageScan();
        scan.read(scanner);
        return Optional.ofNullable(scan.usage());
    }
}
