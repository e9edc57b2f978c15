package io.sallyport.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of OpenTelemetry's semantic conventions for generative AI, version 1.41.1, and ours beside them. A later revision of
 * the conventions is a change of this table.
 */
final class GenAi {
    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<Boolean> REQUEST_STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
    static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Double> TIME_TO_FIRST_CHUNK =
            AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> CACHED_TOKENS = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<Long> REASONING_TOKENS = AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");
    static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<Long> STATUS_CODE = AttributeKey.longKey("http.response.status_code");

    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("sallyport.route");
    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("sallyport.request.id");
    static final AttributeKey<String> CLIENT = AttributeKey.stringKey("sallyport.client");
    static final AttributeKey<String> LIMIT = AttributeKey.stringKey("sallyport.limit");
    static final AttributeKey<String> LIMIT_SCOPE = AttributeKey.stringKey("sallyport.limit.scope");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("sallyport.attempt.number");

    static final AttributeKey<String> TOOL_NAME = AttributeKey.stringKey("gen_ai.tool.name");
    static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");
    static final AttributeKey<String> TOOL_CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
    static final AttributeKey<String> AGENT_NAME = AttributeKey.stringKey("gen_ai.agent.name");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    static final AttributeKey<String> RUN = AttributeKey.stringKey("sallyport.run.id");
    static final AttributeKey<Long> STEP = AttributeKey.longKey("sallyport.run.step");
    static final AttributeKey<String> RUN_REVISION = AttributeKey.stringKey("sallyport.run.revision");
    static final AttributeKey<Long> RUN_OWNERSHIP = AttributeKey.longKey("sallyport.run.ownership");
    static final AttributeKey<Boolean> RUN_TAKEN_OVER = AttributeKey.booleanKey("sallyport.run.taken_over");
    static final AttributeKey<String> RUN_LEFT_AS = AttributeKey.stringKey("sallyport.run.left_as");
    static final AttributeKey<String> TOOL_OUTCOME = AttributeKey.stringKey("sallyport.tool.outcome");

    static final String INVOKE_AGENT = "invoke_agent";
    static final String START_RUN = "start_run";
    static final String EXECUTE_TOOL = "execute_tool";

    /** Upper bounds that the conventions give for {@code gen_ai.client.operation.*}: 10 ms, doubled 13 times. */
    static final Duration[] DURATION_BUCKETS =
            IntStream.range(0, 14).mapToObj(i -> Duration.ofMillis(10L << i)).toArray(Duration[]::new);

    /** Upper bounds that the conventions give for {@code gen_ai.client.token.usage}: powers of four. */
    static final double[] TOKEN_BUCKETS =
            IntStream.range(0, 14).mapToDouble(i -> 1L << (2 * i)).toArray();

    private GenAi() {}
}
