package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.TestingAgents;
import io.sallyport.catalog.TestingFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFilesTest {
    private static final String MAIN = "order-desk/main.v1.prompt";
    private static final String RELEASES = "order-desk/releases.yaml";

    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = TestingAgents.orderDesk(new TestingFolder(path));
    }

    private PromptSpec prompt() {
        return Objects.requireNonNull(folder.catalog().agents().get("order-desk"))
                .prompt();
    }

    private List<String> errors() {
        return folder.load().errors().stream().map(Finding::toString).toList();
    }

    @Test
    void aPromptsNameIsWhatItSaysAndNotHowItIsWritten() {
        String digest = prompt().digest();

        folder.prompt(MAIN, TestingAgents.PROMPT.replace("\n", "\r\n"));
        assertThat(prompt().digest()).as("other line ends").isEqualTo(digest);
        folder.prompt(
                MAIN, TestingAgents.PROMPT.replace("config: { temperature: 0.2 }", "config:\n  temperature: 0.2"));
        assertThat(prompt().digest()).as("other YAML").isEqualTo(digest);
        folder.prompt(MAIN, "# a licence\n\n" + TestingAgents.PROMPT);
        assertThat(prompt().digest()).as("a comment in front").isEqualTo(digest);
    }

    @Test
    void aPromptIsOtherWhenItsParametersItsWordsItsPartialsOrItsToolsAre() {
        String digest = prompt().digest();
        String named = TestingAgents.PROMPT.replace("config:", "tools: [create_order]\nconfig:");

        folder.prompt(MAIN, TestingAgents.PROMPT.replace("0.2", "0.3"));
        assertThat(prompt().digest()).isNotEqualTo(digest);
        folder.prompt(MAIN, TestingAgents.PROMPT.replace("orders.", "orders!"));
        assertThat(prompt().digest()).isNotEqualTo(digest);
        folder.prompt(MAIN, TestingAgents.PROMPT).prompt("_house.prompt", "Be long.\n");
        assertThat(prompt().digest()).isNotEqualTo(digest);
        String withTool = folder.prompt(MAIN, named)
                .catalog()
                .agents()
                .get("order-desk")
                .prompt()
                .digest();
        folder.write("tools/create_order.yaml", TestingAgents.CREATE_ORDER.replace("Places", "Makes"));
        assertThat(prompt().digest()).isNotEqualTo(withTool);
    }

    @Test
    void anAgentsOwnPartialComesBeforeTheSharedOne() {
        folder.prompt("order-desk/_house.prompt", "Be kind.\n");

        assertThat(prompt().partials()).containsEntry("house", "Be kind.\n");
    }

    @Test
    void aReleaseNamesAVersionByNumberOrByDigest() {
        folder.prompt("order-desk/main.v2.prompt", "Second.\n");
        assertThat(prompt().version()).isEqualTo(1);
        folder.prompt(RELEASES, "main: { stable: 2 }\n");
        assertThat(prompt().version()).isEqualTo(2);
        String second = prompt().digest();
        folder.prompt(RELEASES, "main: { stable: sha256:" + second + " }\n");
        assertThat(prompt().version()).isEqualTo(2);
        folder.prompt("order-desk/main.v2.prompt", "Second, edited.\n");
        assertThat(errors()).hasSize(1).first().asString().contains("has no version", second);
    }

    @Test
    void aNumberThatWentLiveNeverMeansSomethingElse() {
        CatalogLoader loader = folder.loader();
        loader.adopted(loader.load());

        folder.prompt(MAIN, TestingAgents.PROMPT.replace("orders.", "orders!"));
        assertThat(loader.load().errors())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .startsWith(
                        "prompts/order-desk/releases.yaml:1:17: main.stable: Version 1 of `order-desk/main` went live as")
                .contains("write the change as version 2");
        folder.prompt("order-desk/main.v2.prompt", "Second.\n").prompt(RELEASES, "main: { stable: 2 }\n");
        assertThat(loader.load().errors())
                .as("what is not released may be edited")
                .isEmpty();
    }

    /** A file that is looked at while it is written must not bind its number to its first half. */
    @Test
    void whatNeverWentLiveBindsNobody() {
        CatalogLoader loader = folder.loader();
        assertThat(loader.load().errors()).isEmpty();

        folder.prompt(MAIN, TestingAgents.PROMPT.replace("orders.", "orders!"));

        assertThat(loader.load().errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    main: { stable: 3 } | releases.yaml:1:17: main.stable | has no version `3`
                    mian: { stable: 1 } | releases.yaml:1:17: mian.stable | Did you mean `main`
                    main: { stable: 1, canary: 2 } | releases.yaml:1:20: main.canary | later version
                    main: { stable: 1, stages: [1] } | releases.yaml:1:20: main.stages | later version
                    main: { stable: 1, gates: {} } | releases.yaml:1:20: main.gates | later version
                    main: { stable: v1 } | releases.yaml:1:17: main.stable | `v1` is not possible
                    main: 1 | releases.yaml:1:7: main | where a mapping is expected
                    main: { stabel: 1 } | releases.yaml:1:9: main.stabel | Did you mean `stable`
                    """)
    void aReleaseThatCannotBeIsExplained(String releases, String place, String what) {
        folder.prompt(RELEASES, releases + "\n");

        assertThat(errors())
                .anySatisfy(error -> assertThat(error)
                        .startsWith("prompts/order-desk/" + place)
                        .contains(what));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    config: { temperature: 3 } | 2:24: config.temperature | from 0 to 2
                    config: { topK: 3 } | 2:11: config.topK | not known here
                    output: { format: json } | 2:19: output.format | refuses to pretend
                    output: { schema: { a: string } } | 2:11: output.schema | refuses to pretend
                    input: { schema: { a: strng } } | 2:18: input.schema | `strng` is no type
                    tools: [ cancel_order ] | 2:8: tools | may not call
                    model: other | 2:8: model | uses the route `chat-default`
                    temprature: 1 | 2:1: temprature | not known here
                    a: [ | 3:1 | not YAML
                    """)
    void aFrontMatterThatCannotBeIsExplained(String line, String place, String what) {
        folder.prompt(MAIN, "---\n" + line + "\n---\nHello\n");

        assertThat(errors())
                .anySatisfy(error -> assertThat(error)
                        .startsWith("prompts/" + MAIN + ":" + place)
                        .contains(what));
    }

    @Test
    void aFaultInATemplateIsFoundWhereItStandsInTheFile() {
        folder.prompt(MAIN, "---\nmodel: chat-default\n---\n{{role \"system\"}}\nHi {{name}}\n");

        assertThat(errors()).singleElement().asString().startsWith("prompts/" + MAIN + ":5:6: In the system role");
    }

    @Test
    void aPromptThatNobodyReleasedIsTold() {
        folder.prompt(RELEASES, "{}\n");

        assertThat(errors()).singleElement().asString().contains("no released prompt", "main: { stable: 1 }");
    }

    @Test
    void filesThatAreNotReadAreTold() {
        folder.prompt("order-desk/main.prompt", "x\n")
                .prompt("order-desk/evals/x.yaml", "x\n")
                .prompt("main.v1.prompt", "x\n")
                .write("agents/readme.md", "x\n")
                .write("tool/x.yaml", "x\n");

        assertThat(folder.load().warnings())
                .extracting(warning -> warning.place().file())
                .containsExactlyInAnyOrder(
                        "prompts/order-desk/main.prompt", "prompts/main.v1.prompt", "agents/readme.md", "tool");
    }

    @Test
    void permissionsThatLeadNowhereAreTold() {
        folder.principals(
                "principals:\n  - { client: a, may: [ 'agent:order-dsk', 'tool:calculat', 'agent:*', 'tool:create_*' ] }\n");

        assertThat(folder.load().warnings())
                .extracting(Finding::toString)
                .containsExactly(
                        "principals.yaml:2:25: principals[0].may[0]: No agent matches `agent:order-dsk`."
                                + " Did you mean `agent:order-desk`?",
                        "principals.yaml:2:44: principals[0].may[1]: No tool matches `tool:calculat`."
                                + " Did you mean `tool:calculate`?");
    }
}
