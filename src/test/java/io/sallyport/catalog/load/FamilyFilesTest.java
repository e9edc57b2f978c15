package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentTool;
import io.sallyport.catalog.Finding;
import io.sallyport.catalog.TestingFolder;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that call agents. */
class FamilyFilesTest {
    private static final String MODELS = """
            providers:
              local: { dialect: openai, baseUrl: "http://127.0.0.1:11500/v1", models: { small: {}, big: {} } }
            routes:
              chat-default: { candidates: [ { model: local/small } ] }
              chat-big: { candidates: [ { model: local/big } ] }
            """;

    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = new TestingFolder(path)
                .models(MODELS)
                .prompt("any/main.v1.prompt", "{{role \"system\"}}Help.\n")
                .prompt("any/releases.yaml", "main: { stable: 1 }\n");
        agent("lead", "", "{ name: calculate }, { name: current_time }, { name: \"agent:reader.de\" }");
        agent("reader.de", "", "{ name: calculate }");
    }

    private void agent(String name, String more, String tools) {
        folder.write("agents/" + name + ".yaml", """
                name: %s
                client: %s
                description: Reads, and says what it has read.
                route: chat-default
                prompt: any/main
                tools: [ %s ]
                %s
                """.formatted(name, name, tools, more));
    }

    private List<String> errors() {
        return folder.load().errors().stream().map(Finding::toString).toList();
    }

    @Test
    void another_agent_is_a_function_whose_name_providers_take() {
        AgentRevision lead = Objects.requireNonNull(folder.catalog().agents().get("lead"));

        assertThat(lead.granted())
                .extracting(ToolSpec::name)
                .containsExactly("calculate", "current_time", "agent_reader_de");
        ToolSpec function = Objects.requireNonNull(lead.tools().get("agent_reader_de"));
        assertThat(function.binding()).isEqualTo(new ToolBinding.Agent("reader.de"));
        assertThat(function.description()).isEqualTo("Reads, and says what it has read.");
        assertThat(function.input()).isEqualTo(AgentTool.input());
        assertThat(folder.catalog().tools()).doesNotContainKey("agent_reader_de");
    }

    @Test
    void a_revision_is_read_again_with_the_agents_that_it_may_ask() {
        AgentRevision lead = Objects.requireNonNull(folder.catalog().agents().get("lead"));

        AgentRevision again = AgentRevisions.read(lead.spec());

        assertThat(again.digest()).isEqualTo(lead.digest());
        assertThat(again.agent()).isEqualTo(lead.agent());
        assertThat(again.tools().keySet())
                .containsExactlyElementsOf(lead.tools().keySet());
        assertThat(Objects.requireNonNull(again.tools().get("agent_reader_de")).binding())
                .isEqualTo(new ToolBinding.Agent("reader.de"));
        assertThat(again.grant("agent_reader_de").orElseThrow().name()).isEqualTo("agent:reader.de");
        assertThat(again.agent().limits().depth()).isEqualTo(3);
    }

    @Test
    void an_agent_that_is_not_there_or_does_not_say_what_it_is_for_cannot_be_called() {
        agent("lead", "", "{ name: \"agent:raeder\" }");
        assertThat(errors()).singleElement().asString().contains("lead.yaml", "There is no agent `raeder`");

        agent("lead", "", "{ name: calculate }, { name: \"agent:reader.de\" }");
        folder.write("agents/reader.de.yaml", "name: reader.de\nclient: r\nroute: chat-default\nprompt: any/main\n");
        assertThat(errors()).singleElement().asString().contains("`reader.de` has no `description`");
    }

    @Test
    void agents_do_not_call_each_other_in_a_circle() {
        agent("reader.de", "", "{ name: calculate }, { name: \"agent:third\" }");
        agent("third", "", "{ name: calculate }, { name: \"agent:lead\" }");

        assertThat(errors()).singleElement().asString().contains("in a circle: lead → reader.de → third → lead");

        agent("third", "", "{ name: calculate }, { name: \"agent:third\" }");
        assertThat(errors()).singleElement().asString().contains("third.yaml", "in a circle: third → third");
    }

    @Test
    void a_child_reaches_no_tool_that_its_caller_may_not_use() {
        agent("reader.de", "", "{ name: calculate }, { name: key_value }");
        assertThat(errors())
                .singleElement()
                .asString()
                .contains("`reader.de` may use `tool:key_value`, and its caller `lead` may not");

        folder.principals("principals: [ { client: lead, may: [ \"tool:key_*\" ] } ]\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    void nor_does_a_child_of_a_child() {
        agent("reader.de", "", "{ name: calculate }, { name: key_value }, { name: \"agent:third\" }");
        agent("third", "", "{ name: key_value }");
        folder.principals("principals: [ { client: lead, may: [ \"tool:calculate\" ] } ]\n");

        assertThat(errors()).singleElement().asString().contains("`reader.de` may use `tool:key_value`");

        agent("reader.de", "", "{ name: calculate }, { name: \"agent:third\" }");
        folder.principals("principals: [ { client: reader.de, may: [ \"tool:key_value\" ] } ]\n");
        assertThat(errors())
                .singleElement()
                .asString()
                .contains("`reader.de` may use through `third` `tool:key_value`");
    }

    @Test
    void a_condition_of_the_callers_grant_holds_for_its_children_word_for_word() {
        agent("lead", "", "{ name: calculate, when: \"size(args.expression) < 9\" }, { name: \"agent:reader.de\" }");
        assertThat(errors())
                .singleElement()
                .asString()
                .contains("`tool:calculate` without the condition `size(args.expression) < 9`", "word for word");

        agent("reader.de", "", "{ name: calculate, when: \"size(args.expression) < 9\" }");
        assertThat(errors()).isEmpty();
    }

    @Test
    void a_child_takes_its_callers_route_or_one_that_the_caller_may_use() {
        folder.write(
                "agents/reader.de.yaml",
                "name: reader.de\nclient: r\ndescription: Reads.\nroute: chat-big\nprompt: any/main\n");
        assertThat(errors()).singleElement().asString().contains("may use `route:chat-big`, and its caller `lead`");

        folder.principals("principals: [ { client: lead, may: [ \"route:chat-*\" ] } ]\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    void a_shared_budget_in_money_needs_prices_wherever_it_is_spent() {
        String price = "{ price: { inputPerMillion: 1, outputPerMillion: 1, currency: %s } }";
        folder.principals("principals: [ { client: lead, may: [ \"route:chat-*\" ] } ]\n");
        agent("lead", "limits: { cost: 1.00 }", "{ name: calculate }, { name: \"agent:reader.de\" }");
        folder.write(
                "agents/reader.de.yaml",
                "name: reader.de\nclient: r\ndescription: Reads.\nroute: chat-big\nprompt: any/main\n");
        folder.models(MODELS.replace("small: {}", "small: " + price.formatted("USD")));
        assertThat(errors()).singleElement().asString().contains("comes to `local/big`, which has no price");

        folder.models(MODELS.replace("small: {}", "small: " + price.formatted("USD"))
                .replace("big: {}", "big: " + price.formatted("EUR")));
        assertThat(errors()).anyMatch(error -> error.contains("comes to `local/big`"));

        folder.models(MODELS.replace("small: {}", "small: " + price.formatted("USD"))
                .replace("big: {}", "big: " + price.formatted("USD")));
        assertThat(errors()).isEmpty();
    }

    @Test
    void two_things_that_a_model_would_call_the_same_are_refused() {
        agent("reader_de", "", "{ name: calculate }");
        agent("lead", "", "{ name: calculate }, { name: \"agent:reader.de\" }, { name: \"agent:reader_de\" }");
        assertThat(errors()).singleElement().asString().contains("would call it `agent_reader_de`");

        String longest = "a".repeat(60);
        agent(longest, "", "{ name: calculate }");
        agent("lead", "", "{ name: calculate }, { name: \"agent:" + longest + "\" }");
        assertThat(errors()).singleElement().asString().contains("providers take 64 characters");
    }
}
