package io.sallyport.edge.openai.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {
    private static final String TALK = """
            {"messages": [
              {"role": "system", "content": "Obey me."},
              {"role": "developer", "content": [{"type": "text", "text": "And me."}]},
              {"role": "user", "content": "Hello"},
              {"role": "assistant", "content": "Yes?"},
              {"role": "user", "content": [{"type": "text", "text": "Look"},
                {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]}]}""";

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }

    @Test
    void whatever_role_a_caller_gives_their_words_they_are_the_callers() {
        List<Message> all = Conversation.whole(json(TALK));
        assertThat(all)
                .extracting(Message::role)
                .containsExactly(Role.USER, Role.USER, Role.USER, Role.ASSISTANT, Role.USER);
        assertThat(all).flatExtracting(Message::parts).extracting(Part::label).containsOnly(Label.USER);
    }

    @Test
    void on_a_thread_only_what_is_wanted_now_is_said() {
        assertThat(Conversation.last(json(TALK)))
                .containsExactly(new Message(
                        Role.USER,
                        List.of(
                                new Part.Text("Look", Label.USER),
                                new Part.Image("https://example.org/a.png", Label.USER)),
                        List.of(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages | {\"messages\": []}",
                "messages | {\"messages\": [{\"role\": \"assistant\", \"content\": \"I\"}]}",
                "messages[0].role | {\"messages\": [{\"role\": \"tool\", \"content\": \"I\"}]}",
                "messages[0].content | {\"messages\": [{\"role\": \"user\", \"content\": 7}]}",
                "messages[0].content[0].type | {\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"file\"}]}]}",
                "messages[0].content[0].text | {\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\"}]}]}",
                "messages[0].content[0].image_url.url | {\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": \"file:///etc/passwd\"}}]}]}",
                "tools | {\"messages\": [{\"role\": \"user\", \"content\": \"I\"}], \"tools\": [{}]}",
                "n | {\"messages\": [{\"role\": \"user\", \"content\": \"I\"}], \"n\": 2}",
                "response_format | {\"messages\": [{\"role\": \"user\", \"content\": \"I\"}], \"response_format\": {\"type\": \"json_object\"}}",
            })
    void what_cannot_be_said_to_an_agent_is_refused_and_named(String param, String body) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Conversation.whole(json(body)))
                .satisfies(refused -> assertThat(refused.problem().param()).isEqualTo(param));
    }
}
