package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.TestingAgents;
import io.sallyport.catalog.TestingFolder;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFilesTest {
    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = TestingAgents.orderDesk(new TestingFolder(path));
    }

    private AgentRevision desk() {
        return Objects.requireNonNull(folder.catalog().agents().get("order-desk"));
    }

    private ToolSpec tool(String name) {
        return Objects.requireNonNull(folder.catalog().tools().get(name));
    }

    @Test
    void everyFieldOfAnAgentArrives() {
        AgentSpec agent = desk().agent();

        assertThat(agent.client()).isEqualTo("order-desk");
        assertThat(agent.route()).isEqualTo("chat-default");
        assertThat(agent.prompt()).isEqualTo("order-desk/main");
        assertThat(agent.tools().getFirst())
                .isEqualTo(new AgentSpec.ToolGrant("create_order", java.util.Optional.of("args.quantity <= 100")));
        assertThat(agent.limits().steps()).isEqualTo(20);
        assertThat(agent.limits().toolCalls()).isEqualTo(30);
        assertThat(agent.limits().tokens()).hasValue(100_000);
        assertThat(agent.limits().cost()).contains(new BigDecimal("1.00"));
        assertThat(agent.limits().wallTime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(agent.limits().parallel()).isEqualTo(4);
        assertThat(agent.waitTimeout()).isEqualTo(Duration.ofDays(7));
        assertThat(agent.approvalExpiry()).isEqualTo(Duration.ofHours(24));
        assertThat(agent.requireKey()).isFalse();
    }

    @Test
    void everyFieldOfAToolArrives() {
        ToolSpec tool = tool("create_order");

        assertThat(tool.effect()).isEqualTo(ToolSpec.Effect.IRREVERSIBLE);
        assertThat(tool.idempotency()).isEqualTo(ToolSpec.Idempotency.KEYED);
        assertThat(tool.approval()).isEqualTo(ToolSpec.Approval.NEVER);
        assertThat(tool.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(tool.keyValidFor()).isEqualTo(Duration.ofHours(24));
        assertThat(tool.retry()).isEqualTo(5);
        assertThat(tool.onUnknown()).isEqualTo(ToolSpec.OnUnknown.RECONCILE);
        assertThat(tool.maxOutput()).isEqualTo(65_536);
        assertThat(tool.trusted()).containsExactly("orderId");
        assertThat(tool.binding()).isInstanceOfSatisfying(ToolBinding.Http.class, http -> {
            assertThat(http.method()).isEqualTo("POST");
            assertThat(http.url()).hasToString("http://127.0.0.1:9100/orders");
            assertThat(http.auth()).isEqualTo(ToolBinding.Auth.NONE);
        });
    }

    @Test
    void aCatalogueWithoutFoldersHasNoAgentsAndTheBuiltInTools(@TempDir Path bare) {
        Catalog catalog = new TestingFolder(bare).catalog();

        assertThat(catalog.agents()).isEmpty();
        assertThat(catalog.tools()).containsOnlyKeys("calculate", "current_time", "key_value", "request_input");
        assertThat(Objects.requireNonNull(catalog.tools().get("key_value")).idempotency())
                .isEqualTo(ToolSpec.Idempotency.TRANSACTIONAL);
    }

    @Test
    void aFileMaySayMoreAboutABuiltInTool() {
        folder.write(
                "tools/calculate.yaml",
                "name: calculate\nbuiltin: calculate\ndescription: Adds up.\napproval: always\ntimeout: 3s\n");

        ToolSpec tool = tool("calculate");

        assertThat(tool.description()).isEqualTo("Adds up.");
        assertThat(tool.approval()).isEqualTo(ToolSpec.Approval.ALWAYS);
        assertThat(tool.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(tool.effect()).isEqualTo(ToolSpec.Effect.NONE);
        assertThat(tool.input().at("/required/0").asText()).isEqualTo("expression");
    }

    @Test
    void pagesAreReadFromTheHostsThatAFileNamesAndNotWithoutOne() {
        folder.write(
                "tools/read_docs.yaml",
                "name: read_docs\nbuiltin: fetch_url\nhosts: [Docs.Example, \"docs.example:8443\", \"[::1]:80\"]\n"
                        + "approval: byPolicy\nsinks: [url]\n");

        ToolSpec tool = tool("read_docs");

        assertThat(tool.binding())
                .isEqualTo(new ToolBinding.Fetch(List.of("docs.example", "docs.example:8443", "[::1]:80")));
        assertThat(tool.effect()).isEqualTo(ToolSpec.Effect.NONE);
        assertThat(tool.trusted()).isEmpty();
        assertThat(tool.retry()).isEqualTo(2);
        assertThat(tool.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(tool.approval()).isEqualTo(ToolSpec.Approval.BY_POLICY);
        assertThat(tool.sinks()).containsExactly("url");
        assertThat(tool.reachesOut()).isTrue();
        assertThat(folder.catalog().tools()).doesNotContainKey("fetch_url");
    }

    @Test
    void anAgentIsARevisionWithItsPromptAndItsToolsInTheirOrder() {
        AgentRevision desk = desk();

        assertThat(desk.prompt().version()).isEqualTo(1);
        assertThat(desk.prompt().body()).contains("You take orders.");
        assertThat(desk.prompt().partials()).containsOnlyKeys("house");
        assertThat(desk.tools().keySet()).containsExactly("create_order", "calculate");
        assertThat(desk.digest()).isEqualTo(desk.spec().sha256().hex());
    }

    @Test
    void whateverIsEditedGivesAnotherRevision() {
        String before = desk().digest();
        folder.prompt("_house.prompt", "Be brief!\n");
        String withPartial = desk().digest();
        folder.write("tools/create_order.yaml", TestingAgents.CREATE_ORDER.replace("2s", "3s"));
        String withTool = desk().digest();

        assertThat(withPartial).isNotEqualTo(before);
        assertThat(withTool).isNotEqualTo(withPartial).isNotEqualTo(before);
    }
}
