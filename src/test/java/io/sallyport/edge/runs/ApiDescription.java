package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sallyport.core.json.Json;
import io.sallyport.testing.Answer;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.Map;

/** The gateway's own description, and whether its answers are as it says. */
final class ApiDescription {
    private final String text;
    private final JsonNode document;

    ApiDescription(String text) {
        this.text = text;
        this.document = Json.parse(text).orElseThrow();
    }

    /** What is wrong with it as an OpenAPI document. */
    List<String> complaints() {
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(text);
        assertThat(result.getOpenAPI()).as("a document that can be read").isNotNull();
        return result.getMessages();
    }

    boolean has(String method, String path) {
        return operation(method, path).isObject();
    }

    List<String> operationIds() {
        return document.path("paths").findValuesAsText("operationId");
    }

    /** How many operations there are. */
    long operations() {
        return document.path("paths").properties().stream()
                .mapToLong(path -> path.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(List.of("get", "put", "post", "delete", "patch")::contains)
                        .count())
                .sum();
    }

    /** The answer is one that the description has for its status, and it has the form that the description says. */
    void holdsFor(String method, String path, Answer answer) {
        JsonNode responses = operation(method, path).path("responses");
        JsonNode response = responses.has(Integer.toString(answer.status()))
                ? responses.get(Integer.toString(answer.status()))
                : resolved(responses.path("default"));
        if (answer.status() == 204) {
            assertThat(responses.has("204")).as("204 of %s %s", method, path).isTrue();
            return;
        }
        String type = answer.header("Content-Type").replaceAll(";.*", "");
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isObject())
                .as("a schema for %s of %s %s: %s", type, method, path, answer)
                .isTrue();
        assertThat(violations(schema, answer.body()))
                .as("%s %s → %s", method, path, answer)
                .isEmpty();
    }

    /** The names of what is sent in the head or the query of a request. */
    List<String> parameters(String method, String path) {
        return operation(method, path)
                .path("parameters")
                .valueStream()
                .map(this::resolved)
                .filter(parameter -> !parameter.path("in").asText().equals("path"))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    /** The names of the headers of an answer. */
    List<String> headers(String method, String path, int status) {
        return operation(method, path)
                .path("responses")
                .path(Integer.toString(status))
                .path("headers")
                .properties()
                .stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a parameter's schema lets {@code value} through. */
    boolean takes(String method, String path, String parameter, String value) {
        JsonNode schema = operation(method, path)
                .path("parameters")
                .valueStream()
                .map(this::resolved)
                .filter(each -> each.path("name").asText().equals(parameter))
                .findFirst()
                .orElseThrow()
                .path("schema");
        return violations(schema, Json.text(TextNode.valueOf(value))).isEmpty();
    }

    private JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(java.util.Locale.ROOT));
    }

    private JsonNode resolved(JsonNode reference) {
        String pointer = reference.path("$ref").asText();
        return pointer.isEmpty() ? reference : document.at(pointer.substring(1));
    }

    private List<String> violations(JsonNode schema, String body) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.text(whole))
                .validate(body, InputFormat.JSON)
                .stream()
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }
}
