package io.sallyport.run;

import static io.sallyport.run.RunStage.now;
import static io.sallyport.run.RunStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.Signal;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.Secret;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.UserToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may bring a run's user back. */
class ReauthenticationTest {
    private static final String ISSUER = "https://issuer.test";

    private final RunStage stage = new RunStage();
    private final Reauthentication users = new Reauthentication(stage.runs, stage.store, stage.users);
    private String run = "";

    private static Caller person(String client, String subject, String issuer, String... may) {
        return RunStage.caller(new AgentIdentity(client, subject, Set.of(), true, "default", null), may)
                .bearing(jwt(issuer, subject));
    }

    private static String jwt(String issuer, String subject) {
        String payload = "{\"iss\":\"%s\",\"sub\":\"%s\",\"exp\":%d}"
                .formatted(issuer, subject, Instant.now().plusSeconds(600).getEpochSecond());
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    @BeforeEach
    void a_run_of_ada() {
        run = stage.started(person("web", "ada", ISSUER, "agent:order-desk")).id();
        now(stage.users.keep(run, new UserToken(ISSUER, "ada", Secret.of("old"), Instant.now())));
        stage.users.expire(run);
        stage.woken.clear();
    }

    private String kept() {
        return stage.users.kept(run).orElseThrow().value().reveal();
    }

    @Test
    void the_same_user_of_the_same_issuer_brings_a_token_and_wakes_the_run() {
        Caller ada = person("web", "ada", ISSUER);
        now(users.by(ada, run));

        assertThat(kept()).isEqualTo(ada.token().orElseThrow().reveal());
        assertThat(now(stage.store.signals(run, 0))).singleElement().satisfies(signal -> {
            assertThat(signal.kind()).isEqualTo(Signal.Kind.INPUT);
            assertThat(signal.data().text()).isEqualTo("{\"reauthenticated\":true}");
            assertThat(signal.actor()).isEqualTo("web/ada");
        });
        assertThat(stage.woken).containsExactly(run);
        now(users.by(ada, run));
    }

    @Test
    void somebody_else_is_refused_even_an_administrator() {
        Caller bob = person("web", "bob", ISSUER, "admin");

        assertThat(refusal(() -> now(users.by(bob, run)), ProblemCode.PERMISSION_DENIED))
                .hasMessageContaining("somebody else");
        assertThat(kept()).isEqualTo("old");
        assertThat(stage.woken).isEmpty();
    }

    @Test
    void who_may_not_see_the_run_is_told_that_there_is_none() {
        refusal(() -> now(users.by(person("web", "bob", ISSUER), run)), ProblemCode.RUN_NOT_FOUND);
    }

    @Test
    void a_name_that_another_issuer_has_given_is_somebody_else() {
        refusal(() -> now(users.by(person("web", "ada", "https://other.test"), run)), ProblemCode.PERMISSION_DENIED);
        assertThat(kept()).isEqualTo("old");
    }

    @Test
    void the_agents_own_client_does_not_vouch_for_its_user() {
        Caller agent = person("order-desk-client", "ada", ISSUER, "admin");

        assertThat(refusal(() -> now(users.by(agent, run)), ProblemCode.PERMISSION_DENIED))
                .hasMessageContaining("does not vouch");
    }

    @Test
    void a_program_and_an_api_key_are_nobodys_user() {
        Caller program = RunStage.caller(
                        new AgentIdentity("operator", "operator", Set.of(), false, "default", null), "admin")
                .bearing(jwt(ISSUER, "ada"));
        Caller key = RunStage.caller(new AgentIdentity("web", "ada", Set.of(), true, "default", "embedded"), "admin")
                .bearing("sp_key");

        refusal(() -> now(users.by(program, run)), ProblemCode.USER_REQUIRED);
        assertThat(refusal(() -> now(users.by(key, run)), ProblemCode.USER_REQUIRED))
                .hasMessageContaining("API key");
        assertThat(kept()).isEqualTo("old");
    }

    @Test
    void a_run_that_acts_for_nobody_waits_for_nobody() {
        String other =
                stage.started(person("web", "ada", ISSUER, "agent:order-desk")).id();

        refusal(() -> now(users.by(person("web", "ada", ISSUER), other)), ProblemCode.RUN_NOT_WAITING);
    }
}
