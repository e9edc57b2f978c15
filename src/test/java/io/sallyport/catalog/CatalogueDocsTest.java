package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.chat.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schemas, the page and the code name the same things. */
class CatalogueDocsTest {
    private static final List<String> SCHEMAS = List.of("models", "principals", "limits", "mcp", "tool", "agent");
    private static final List<String> OF_PROMPTS = List.of("prompt", "releases");
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| ((?:`[A-Za-z]+` )+)\\|");
    private static final Set<String> IN_PROSE =
            Set.of("model", "weight", "inputPerMillion", "outputPerMillion", "currency");

    private static JsonNode schema(String name) throws IOException {
        return new ObjectMapper()
                .readTree(Path.of("docs/schema/" + name + ".schema.json").toFile());
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/catalogue.md"));
    }

    private static Set<String> keysOfTheSchemas() throws IOException {
        return keysOf(SCHEMAS);
    }

    private static Set<String> keysOf(List<String> schemas) throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String name : schemas) {
            for (JsonNode properties : schema(name).findValues("properties")) {
                properties.fieldNames().forEachRemaining(keys::add);
            }
        }
        return keys;
    }

    @Test
    void everyKeyOfTheSchemasIsOnThePage() throws IOException {
        String page = page();

        assertThat(keysOfTheSchemas()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    @Test
    void everyKeyOfAPromptsFilesIsOnItsPage() throws IOException {
        String page = Files.readString(Path.of("docs/prompts.md"));

        assertThat(keysOf(OF_PROMPTS)).allSatisfy(key -> assertThat(page).containsPattern("`[^`]*\\b" + key + "\\b"));
    }

    @Test
    void everyKeyOnThePageIsInTheSchemas() throws IOException {
        Set<String> keys = FIRST_CELL
                .matcher(page())
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).replace("`", "").split(" ")))
                .collect(Collectors.toCollection(TreeSet::new));
        keys.addAll(IN_PROSE);

        assertThat(keys).isEqualTo(keysOfTheSchemas());
    }

    @Test
    void everyCapabilityIsInTheSchema() throws IOException {
        List<String> words = new ArrayList<>();
        schema("models")
                .at("/$defs/model/properties/capabilities/items/enum")
                .forEach(word -> words.add(word.asText()));

        assertThat(words)
                .containsExactlyElementsOf(Arrays.stream(Capability.values())
                        .map(Capability::label)
                        .toList());
    }

    @Test
    void theSchemasThatArePublishedAreTheOnesThatArePackaged() throws IOException {
        for (String name : Stream.concat(SCHEMAS.stream(), OF_PROMPTS.stream()).toList()) {
            try (var in = CatalogueDocsTest.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
                assertThat(in).isNotNull();
                assertThat(in).hasBinaryContent(Files.readAllBytes(Path.of("docs/schema/" + name + ".schema.json")));
            }
        }
    }
}
