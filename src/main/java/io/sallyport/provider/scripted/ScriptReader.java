package io.sallyport.provider.scripted;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.catalog.Place;
import java.util.stream.Collectors;

/** Reads scripts. What is wrong is said with file, line, column and field, and how to mend it. */
@RegisterForReflection(
        targets = {
            Script.class,
            Script.Rule.class,
            When.class,
            Reply.class,
            Reply.ToolCall.class,
            Reply.Counts.class,
            Latency.class,
            Fault.class
        })
final class ScriptReader {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ScriptReader() {}

    /** The script, or the reason why {@code yaml} is none. */
    static Script read(String file, String yaml) throws ScriptInvalid {
        try {
            Script script = YAML.readValue(yaml, Script.class);
            if (script == null) {
                throw new ScriptInvalid(
                        Place.wholeFile(file), "The file is empty.", "Write 'rules:' with at least one rule.");
            }
            return script;
        } catch (JacksonException e) {
            throw new ScriptInvalid(place(file, e), reason(e), "");
        }
    }

    private static Place place(String file, JacksonException e) {
        JsonLocation at = e.getLocation();
        String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
        return at == null
                ? new Place(file, 0, 0, field)
                : new Place(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), field);
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String reason(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "This key is not known here. Known are " + unknown.getKnownPropertyIds() + ".";
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException cause -> String.valueOf(cause.getMessage());
            case JsonMappingException mapping ->
                "This value has the wrong type. See docs/scripted.md for what belongs here.";
            default -> e.getOriginalMessage().lines().findFirst().orElse("This is not YAML.");
        };
    }
}
