package io.sallyport.run;

import static io.sallyport.run.RunStage.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.checkpoint.Accepted;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.testing.tool.TestingTool;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whose token is kept with a run, and when. */
class RunUsersTest {
    private static final String TOKEN = "e30."
            + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"iss\":\"https://issuer.test\",\"sub\":\"ada\",\"exp\":4000000000}"
                            .getBytes(StandardCharsets.UTF_8))
            + ".c2ln";
    private static final ToolSpec SEND = TestingTool.named("send")
            .http(new ToolBinding.Http(
                    "POST",
                    new UrlTemplate("https://mail.test"),
                    ToolBinding.Auth.USER,
                    Optional.of("mail"),
                    Map.of(),
                    List.of(),
                    Optional.empty()))
            .spec();
    private static final ToolSpec LOOK = TestingTool.named("look").spec();
    private static final Accepted NEW = new Accepted.Created(null);

    private final TestingUserTokens kept = new TestingUserTokens();
    private final RunUsers users = new RunUsers(kept);

    private static Caller ada(ToolSpec... tools) {
        return caller(new AgentIdentity("web", "ada", Set.of(), true, "default", null), tools);
    }

    private static Caller caller(AgentIdentity identity, ToolSpec... tools) {
        Map<String, ToolSpec> all = new TreeMap<>();
        List.of(tools).forEach(tool -> all.put(tool.name(), tool));
        Catalog catalog = new Catalog("r", Instant.EPOCH, Map.of(), Map.of(), List.of(), all, Map.of());
        return new Caller(identity, permission -> true, catalog).bearing(TOKEN);
    }

    private static AgentRevision agent(Map<String, ToolSpec> tools, String... grants) {
        AgentSpec spec = new AgentSpec(
                "desk",
                "desk",
                Optional.empty(),
                "r",
                "desk/main",
                List.of(grants).stream()
                        .map(name -> new AgentSpec.ToolGrant(name, Optional.empty()))
                        .toList(),
                AgentSpec.Limits.DEFAULT,
                LimitsSpec.NONE,
                Duration.ofDays(7),
                Duration.ofHours(1),
                false,
                Optional.empty());
        PromptSpec prompt = new PromptSpec("desk/main", 1, "d", Json.object(), "", Map.of());
        return new AgentRevision("rev", Bytes.of("{}"), spec, prompt, tools);
    }

    private Optional<String> keptWhenAccepted(Caller caller, AgentRevision agent) {
        AtomicReference<Optional<String>> seen = new AtomicReference<>(Optional.empty());
        var _ = now(users.with(caller, agent, "run_1", () -> {
            seen.set(kept.kept("run_1").map(token -> token.value().reveal()));
            return Uni.createFrom().item(NEW);
        }));
        assertThat(kept.kept("run_1").map(token -> token.value().reveal())).isEqualTo(seen.get());
        return seen.get();
    }

    @Test
    void a_persons_token_is_there_before_the_run_is_where_a_tool_may_need_it() {
        assertThat(keptWhenAccepted(ada(SEND), agent(Map.of("send", SEND), "send")))
                .contains(TOKEN);
    }

    @Test
    void nothing_is_kept_that_no_tool_can_need() {
        assertThat(keptWhenAccepted(ada(SEND, LOOK), agent(Map.of("look", LOOK), "look")))
                .isEmpty();
    }

    @Test
    void an_agent_that_calls_agents_may_need_it_for_them() {
        assertThat(keptWhenAccepted(ada(SEND), agent(Map.of(), "agent:mailer"))).contains(TOKEN);
    }

    @Test
    void of_a_program_nothing_is_kept() {
        AgentIdentity program = new AgentIdentity("batch", "batch", Set.of(), false, "default", null);

        assertThat(keptWhenAccepted(caller(program, SEND), agent(Map.of("send", SEND), "send")))
                .isEmpty();
    }

    @Test
    void where_there_is_no_new_run_it_is_forgotten() {
        for (Accepted other :
                List.of(new Accepted.KeyReused(), new Accepted.NoSuchThread(), new Accepted.ThreadBusy("run_0"))) {
            var _ = now(users.with(
                    ada(SEND),
                    agent(Map.of("send", SEND), "send"),
                    "run_1",
                    () -> Uni.createFrom().item(other)));
            assertThat(kept.kept("run_1")).isEmpty();
        }
    }

    @Test
    void a_run_whose_user_cannot_be_kept_is_not_accepted() {
        kept.lose(true);

        assertThatThrownBy(() -> now(users.with(ada(SEND), agent(Map.of("send", SEND), "send"), "run_1", () -> {
                    throw new AssertionError("it was accepted");
                })))
                .isInstanceOf(StoreUnavailable.class);
    }
}
