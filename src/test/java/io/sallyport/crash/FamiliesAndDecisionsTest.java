package io.sallyport.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import io.sallyport.testing.TestingPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the verdict says of rows that must not be: it would be of no use if it said nothing. */
class FamiliesAndDecisionsTest {
    private static final JsonNode DONE = Json.object().put("effects", 1);

    private final TestingPostgres postgres = TestingPostgres.shared();
    private final Database database = new Database(postgres::connect);
    private final Verdict.Findings findings = Verdict.Findings.none();

    @BeforeEach
    void empty() {
        postgres.empty();
        postgres.execute("INSERT INTO agent_revision (digest, agent, spec) VALUES ('d', 'a', '')");
    }

    @AfterEach
    void emptied() {
        postgres.empty();
    }

    private void run(String id, String parent, String call, String status) {
        postgres.execute(
                "INSERT INTO thread (id, tenant, agent, client) VALUES ('t-%s', 'default', 'a', 'c')".formatted(id),
                """
                INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, root_run, request_id, status, next_seq,
                                 parent_run, parent_call)
                VALUES ('%s', 'default', 'a', 'd', 't-%s', 1, 'c', '%s', 'q', '%s', 1, nullif('%s', ''), nullif('%s', ''))
                """.formatted(id, id, id, status, parent, call));
    }

    private void call(String run, int ordinal, String state, String order) {
        String arguments = "{\"order\":\"" + order + "\"}";
        postgres.execute(
                """
                INSERT INTO blob (tenant, sha256, bytes) VALUES ('default', sha256('%s'), '%s')
                """.formatted(arguments, arguments), """
                INSERT INTO tool_call (id, tenant, run, step, ordinal, tool, client, args_hash, args_blob, state)
                VALUES ('%s-call-%d', 'default', '%s', 1, %d, 'x', 'c', '', sha256('%s'), '%s')
                """.formatted(run, ordinal, run, ordinal, arguments, state));
    }

    /** A parent with three calls, and a child for each of the first {@code children}. */
    private Job family(int children, String status) {
        run("p", "", "", "COMPLETED");
        for (int i = 1; i <= EffectClass.CHILDREN; i++) {
            call("p", i, "SUCCEEDED", "n-" + i);
            if (i <= children) {
                run("child-" + i, "p", "p-call-" + i, status);
                postgres.execute(
                        "INSERT INTO signal (run, n, kind, data, actor) VALUES ('p', %d, 'child_end', '', 'x')"
                                .formatted(i),
                        "INSERT INTO run_event (run, seq, type, data) VALUES ('p', %d, 'tool.completed', '{}')"
                                .formatted(i));
            }
        }
        return new Job("n", EffectClass.FAMILY, "p", true, 1, List.of(), 1);
    }

    private void families(Job job) {
        new Families(database).counted(List.of(job), findings);
    }

    @Test
    void a_whole_family_is_found_to_be_one() {
        families(family(3, "COMPLETED"));

        assertThat(findings).isEqualTo(Verdict.Findings.none());
    }

    @Test
    void a_call_without_a_child_is_missed() {
        families(family(2, "COMPLETED"));

        assertThat(findings.missing()).singleElement().asString().contains("no child", "p-call-3");
    }

    @Test
    void a_child_that_has_not_ended_is_lost() {
        families(family(3, "WAITING_INPUT"));

        assertThat(findings.lost()).hasSize(3);
    }

    @Test
    void a_child_too_many_an_end_told_twice_and_mail_left_lying_are_found() {
        Job job = family(3, "COMPLETED");
        run("child-4", "p", "another-call", "COMPLETED");
        postgres.execute(
                "INSERT INTO signal (run, n, kind, data, actor) VALUES ('p', 9, 'child_end', '', 'x')",
                "INSERT INTO signal (run, n, kind, data, actor) VALUES ('p', 10, 'child_end', '', 'x')",
                "INSERT INTO run_mail (run, kind, call, sender, data) VALUES ('p', 'child_end', 'c', 'child-1', '')");

        families(job);

        assertThat(findings.broken())
                .anyMatch(what -> what.contains("is of no call"))
                .anyMatch(what -> what.contains("5 ends of children told and not 4"))
                .anyMatch(what -> what.contains("mail was not carried"));
    }

    /** An order that persons treat like that, and one call for it. */
    private Job decision(Persons.Manner manner, String approval, String state) {
        String number = "n";
        while (Persons.Manner.of(number + "-1") != manner) {
            number += "x";
        }
        run("r", "", "", "COMPLETED");
        call("r", 1, state, number + "-1");
        postgres.execute("""
                INSERT INTO approval (id, tenant, run, call, tool, agent, args_hash, state, expires_at, decided_by)
                VALUES ('appr', 'default', 'r', 'r-call-1', 'x', 'a', '', '%s', now(), 'crash-desk/ada')
                """.formatted(approval));
        return new Job(number, EffectClass.APPROVAL, "r", true, 1, List.of(), 1);
    }

    private void decisions(Job job, JsonNode line, Word... words) {
        String order = job.effect().orders(job.number()).getFirst();
        new Decisions(database)
                .judge(List.of(job), List.of(words), Json.object().set(order, line), findings);
        String other = job.effect().orders(job.number()).getLast();
        findings.lost().removeIf(what -> what.contains("about " + other));
    }

    @Test
    void what_was_approved_and_done_and_told_is_as_it_should_be() {
        decisions(
                decision(Persons.Manner.APPROVED, "APPROVED", "SUCCEEDED"),
                DONE,
                new Word("appr", "n-1", "crash-desk/ada", "approved"));

        assertThat(findings).isEqualTo(Verdict.Findings.none());
    }

    @Test
    void what_was_approved_and_not_done_is_missed() {
        decisions(decision(Persons.Manner.TWICE, "APPROVED", "SUCCEEDED"), Json.object());

        assertThat(findings.missing()).hasSize(1);
    }

    @Test
    void what_was_denied_and_done_is_found() {
        decisions(decision(Persons.Manner.DENIED, "DENIED", "DENIED"), DONE);

        assertThat(findings.duplicates()).containsOnlyKeys(EffectClass.APPROVAL);
    }

    @Test
    void a_decision_that_nobody_made_or_that_is_another_than_was_told_is_found() {
        decisions(
                decision(Persons.Manner.DENIED, "APPROVED", "SUCCEEDED"),
                DONE,
                new Word("appr", "n-1", "crash-desk/bob", "denied"));

        assertThat(findings.broken()).singleElement().asString().contains("nobody has wanted");
        assertThat(findings.takenBack()).hasSize(1);
    }

    @Test
    void a_question_that_waits_for_ever_is_lost() {
        decisions(decision(Persons.Manner.DISPUTED, "PENDING", "AWAITING_APPROVAL"), Json.object());

        assertThat(findings.lost()).hasSize(1);
    }
}
