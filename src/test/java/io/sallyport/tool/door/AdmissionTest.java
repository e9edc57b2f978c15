package io.sallyport.tool.door;

import static io.sallyport.stop.TestingStops.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.AgentSpec.ToolGrant;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.Json;
import io.sallyport.stop.Stop;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.TestingStops;
import io.sallyport.testing.tool.TestingTool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final ToolSpec ORDER = TestingTool.named("create_order")
            .is(Effect.IRREVERSIBLE, Idempotency.KEYED)
            .input("{\"type\":\"object\",\"required\":[\"sku\"],\"properties\":{\"sku\":{\"type\":\"string\"}}}")
            .spec();
    private static final ToolSpec LOOK =
            TestingTool.named("look").is(Effect.NONE, Idempotency.NONE).spec();
    private static final ToolSpec KEEP = TestingTool.named("keep")
            .is(Effect.REVERSIBLE, Idempotency.TRANSACTIONAL)
            .spec();
    private static final ToolSpec INVOICE = TestingTool.named("invoice")
            .is(Effect.IRREVERSIBLE, Idempotency.KEYED)
            .businessKey("number")
            .spec();
    private static final ToolSpec PAY = TestingTool.named("pay")
            .is(Effect.IRREVERSIBLE, Idempotency.KEYED)
            .http(new ToolBinding.Http(
                    "POST",
                    new UrlTemplate("http://127.0.0.1:1/pay"),
                    ToolBinding.Auth.AGENT,
                    Optional.of("pay"),
                    Map.of(),
                    List.of(),
                    Optional.empty()))
            .spec();

    private static final ToolSpec SEND = TestingTool.named("send")
            .is(Effect.IRREVERSIBLE, Idempotency.KEYED)
            .http(new ToolBinding.Http(
                    "POST",
                    new UrlTemplate("http://127.0.0.1:1/send"),
                    ToolBinding.Auth.USER,
                    Optional.of("mail"),
                    Map.of(),
                    List.of(),
                    Optional.empty()))
            .spec();

    private final DoorUnderTest door = DoorUnderTest.with(ORDER, LOOK, KEEP, INVOICE, PAY, SEND);

    @Test
    void a_caller_sees_the_tools_that_it_may_use_in_the_catalogue_s_order() {
        door.may(permission -> List.of("tool:look", "tool:create_order").contains(permission));

        assertThat(door.admission.available(door.caller()))
                .extracting(ToolSpec::name)
                .containsExactly("create_order", "look");
    }

    @Test
    void an_unknown_tool_is_not_found_and_the_nearest_permitted_one_is_suggested() {
        Problem problem = refusal("create_ordr", "k", "{}");

        assertThat(problem.code()).isEqualTo(ProblemCode.TOOL_NOT_FOUND);
        assertThat(problem.facts()).containsEntry("suggestion", "create_order");
        assertThat(refusal("zzzzzzzz", "k", "{}").facts()).isEmpty();
    }

    @Test
    void a_tool_that_is_not_permitted_names_the_permission() {
        door.may(permission -> false);

        Problem problem = refusal("look", null, "{}");
        assertThat(problem.code()).isEqualTo(ProblemCode.PERMISSION_DENIED);
        assertThat(problem.facts()).containsEntry(Problem.PERMISSION, "tool:look");
    }

    @Test
    void arguments_are_validated_before_anything_else_and_nothing_is_called() {
        Problem problem = refusal("create_order", null, "{\"sku\":7}");

        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_ARGUMENTS);
        assertThat(problem.param()).isEqualTo("arguments/sku");
        assertThat(problem.facts().get("error").toString()).contains("invalid_arguments", "/sku");
        assertThat(door.tools.calls()).isEmpty();
        assertThat(door.ledger.states()).isEmpty();
    }

    @Test
    void a_key_is_required_where_a_repetition_could_do_something_twice_and_nowhere_else() {
        assertThat(refusal("create_order", null, "{\"sku\":\"a\"}").code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REQUIRED);
        assertThat(refusal("invoice", null, "{}").code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REQUIRED);
        assertThat(door.call("invoice", null, "{\"number\":7}")).isInstanceOf(DirectAnswer.Result.class);
        assertThat(door.result("look", null).origin()).isEqualTo(DirectAnswer.Origin.FRESH);
        assertThat(door.result("keep", null).origin()).isEqualTo(DirectAnswer.Origin.FRESH);
    }

    @Test
    void what_a_person_must_agree_to_cannot_be_called_directly() {
        ToolSpec always = TestingTool.named("wire").spec();
        for (ToolSpec.Approval approval : List.of(ToolSpec.Approval.ALWAYS, ToolSpec.Approval.BY_POLICY)) {
            DoorUnderTest other = DoorUnderTest.with(needing(always, approval));
            assertThatThrownBy(() -> other.call("wire", "k", "{}"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.APPROVAL_REQUIRED));
        }
        DoorUnderTest harmless = DoorUnderTest.with(needing(LOOK, ToolSpec.Approval.BY_POLICY));
        assertThat(harmless.result("look", null)).isNotNull();
    }

    @Test
    void a_tool_that_is_called_as_an_agent_needs_a_caller_that_is_one() {
        assertThat(refusal("pay", "k", "{}").code()).isEqualTo(ProblemCode.AGENT_REQUIRED);

        door.agent(agent("payer", "batch"));
        assertThat(door.result("pay", "k")).isNotNull();
        assertThat(door.tools.calls().getFirst().identity())
                .map(AgentSpec::name)
                .contains("payer");
        assertThat(door.tools.calls().getFirst().id().space()).isEqualTo("agent:payer");
        assertThat(door.tools.calls().getFirst().id().agent()).isEqualTo("payer");
    }

    @Test
    void a_tool_in_a_users_name_is_called_in_the_name_of_whoever_is_there() {
        door.agent(agent("sender", "batch")).as("batch", "ada").bearing(tokenOf("ada"));
        assertThat(door.result("send", "k")).isNotNull();
        assertThat(door.tools.calls().getFirst().user()).hasValueSatisfying(user -> {
            assertThat(user.subject()).isEqualTo("ada");
            assertThat(user.issuer()).isEqualTo("https://issuer.test");
            assertThat(user.value().reveal()).isEqualTo(tokenOf("ada"));
        });

        assertThat(door.result("look", null)).isNotNull();
        assertThat(door.tools.calls().getLast().user())
                .as("no other tool is shown who is there")
                .isEmpty();
    }

    @Test
    void a_program_calls_no_tool_in_a_users_name() {
        door.agent(agent("sender", "batch"));

        Problem problem = refusal("send", "k", "{}");
        assertThat(problem.code()).isEqualTo(ProblemCode.USER_REQUIRED);
        assertThat(problem.fix()).contains("signed in");
        assertThat(problem.facts().get("error").toString()).contains("user_required");
        assertThat(door.tools.calls()).isEmpty();
        assertThat(door.ledger.states()).isEmpty();
    }

    @Test
    void a_user_who_comes_by_another_client_than_an_agents_calls_no_tool_in_their_name() {
        door.as("web", "ada").bearing(tokenOf("ada"));

        assertThat(refusal("send", "k", "{}").code()).isEqualTo(ProblemCode.AGENT_REQUIRED);
    }

    private static String tokenOf(String subject) {
        String payload = "{\"iss\":\"https://issuer.test\",\"sub\":\"" + subject + "\",\"exp\":4000000000}";
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    @Test
    void an_agent_does_not_get_around_the_condition_of_its_grant() {
        door.agent(agent(
                "clerk",
                "batch",
                new ToolGrant("keep", Optional.of("args.n <= 1")),
                new ToolGrant("look", Optional.empty())));
        assertThat(door.call("keep", "k1", "{\"n\":1}")).isInstanceOf(DirectAnswer.Result.class);
        Problem problem = refusal("keep", "k2", "{\"n\":2}");
        assertThat(problem.code()).isEqualTo(ProblemCode.PERMISSION_DENIED);
        assertThat(problem.facts().get("error").toString()).contains("not_permitted", "args.n <= 1");
        assertThat(door.result("look", null)).isNotNull();
        assertThat(door.tools.calls()).hasSize(2);
    }

    @Test
    void a_condition_may_ask_who_calls_and_when_and_never_what_was_read_elsewhere() {
        door.agent(agent(
                "clerk",
                "batch",
                new ToolGrant(
                        "keep",
                        Optional.of("principal.client == 'batch' && !principal.person && now.getHours() == 12")),
                new ToolGrant("look", Optional.of("labels.all(l, l == 'user')")),
                new ToolGrant("invoice", Optional.of("principal.person"))));

        assertThat(door.result("keep", null)).isNotNull();
        Problem unknown = refusal("look", null, "{}");
        assertThat(unknown.code()).isEqualTo(ProblemCode.PERMISSION_DENIED);
        assertThat(unknown.facts().get("error").toString())
                .contains("rule=grant when labels.all(l, l == 'user')", "cannot be decided");
        assertThat(refusal("invoice", "k", "{\"number\":1}").code()).isEqualTo(ProblemCode.PERMISSION_DENIED);
    }

    @Test
    void what_a_condition_closes_whatever_the_arguments_are_is_not_listed() {
        door.agent(agent(
                "clerk",
                "batch",
                new ToolGrant("keep", Optional.of("principal.person")),
                new ToolGrant("look", Optional.of("args.n < 3 && principal.person")),
                new ToolGrant("invoice", Optional.of("principal.client == 'batch'"))));

        assertThat(door.admission.available(door.caller()))
                .extracting(ToolSpec::name)
                .containsExactlyInAnyOrder("create_order", "look", "invoice", "pay", "send");
    }

    @Test
    void a_stopped_tool_is_refused_before_anything_is_looked_at_and_not_listed() {
        TestingStops.are(door.stops, stop(StopKind.TOOL, "create_*"));

        Problem problem = refusal("create_order", null, "{\"sku\":7}");
        assertThat(problem.code()).isEqualTo(ProblemCode.TOOL_STOPPED);
        assertThat(problem.facts()).containsEntry("stop", "tool:create_*");
        assertThat(problem.facts()).containsEntry("reason", "It sends what it must not");
        assertThat(door.ledger.states()).isEmpty();
        assertThat(door.admission.available(door.caller()))
                .extracting(ToolSpec::name)
                .doesNotContain("create_order")
                .contains("look");
        assertThat(door.result("look", null)).isNotNull();
    }

    @Test
    void a_stopped_agent_calls_no_tool_by_itself() {
        door.agent(agent("payer", "batch"));
        TestingStops.are(door.stops, stop(StopKind.AGENT, "payer"));

        assertThat(refusal("look", null, "{}").code()).isEqualTo(ProblemCode.AGENT_STOPPED);
        assertThat(door.admission.available(door.caller())).isEmpty();
        assertThat(door.tools.calls()).isEmpty();
    }

    @Test
    void what_is_stopped_between_the_intent_and_the_first_byte_is_not_sent() {
        DirectOrder order =
                door.admission.order(door.caller(), new DirectRequest("look", Json.object(), Optional.empty(), null));
        assertThat(order.open().getAsBoolean()).isTrue();

        for (Stop each : List.of(stop(StopKind.TOOL, "look"), stop(StopKind.PRINCIPAL, "batch"))) {
            TestingStops.are(door.stops, each);
            assertThat(order.open().getAsBoolean()).as(each.target()).isFalse();
        }
        TestingStops.are(door.stops);
        assertThat(order.open().getAsBoolean()).isTrue();
    }

    @Test
    void a_caller_that_is_no_agent_has_data_of_its_own() {
        var _ = door.result("keep", null);

        assertThat(door.tools.calls().getFirst().id().space()).isEqualTo("client:batch");
    }

    private Problem refusal(String tool, @Nullable String key, String arguments) {
        try {
            return door.problem(tool, key, arguments);
        } catch (ProblemException refused) {
            return refused.problem();
        }
    }

    private static AgentRevision agent(String name, String client, ToolGrant... grants) {
        AgentSpec spec = new AgentSpec(
                name,
                client,
                Optional.empty(),
                "chat",
                "p/main",
                List.of(grants),
                AgentSpec.Limits.DEFAULT,
                LimitsSpec.NONE,
                Duration.ofDays(7),
                Duration.ofHours(1),
                false,
                Optional.empty());
        return new AgentRevision("d", Bytes.of("{}"), spec, prompt(), Map.of());
    }

    private static @Nullable PromptSpec prompt() {
        return null;
    }

    private static ToolSpec needing(ToolSpec tool, ToolSpec.Approval approval) {
        return new ToolSpec(
                tool.name(),
                tool.description(),
                tool.digest(),
                tool.manifest(),
                tool.effect(),
                tool.idempotency(),
                approval,
                tool.input(),
                tool.output(),
                tool.timeout(),
                tool.keyValidFor(),
                tool.retry(),
                tool.onUnknown(),
                tool.compensate(),
                tool.onNotApplied(),
                tool.businessKey(),
                tool.maxOutput(),
                tool.maxConcurrent(),
                tool.breaker(),
                tool.trusted(),
                tool.binding(),
                tool.sinks());
    }
}
