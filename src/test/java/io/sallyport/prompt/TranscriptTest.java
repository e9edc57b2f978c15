package io.sallyport.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sallyport.chat.Label;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private final Transcript transcript = new Transcript();

    @Test
    void words_of_one_origin_are_one_part_and_an_image_ends_it() {
        transcript.begin(Role.USER);
        transcript.add(new Part.Text(" a", Label.SYSTEM));
        transcript.add(new Part.Text("b", Label.SYSTEM));
        transcript.add(new Part.Text(" c ", Label.USER));
        transcript.add(new Part.Image("https://h/x.png", Label.USER));
        transcript.add(new Part.Text("d", Label.USER));

        assertThat(transcript.end(List.of()).messages().getFirst().parts())
                .containsExactly(
                        new Part.Text("ab", Label.SYSTEM),
                        new Part.Text(" c ", Label.USER),
                        new Part.Image("https://h/x.png", Label.USER),
                        new Part.Text("d", Label.USER));
    }

    @Test
    void many_pieces_take_time_by_their_length_alone() {
        Part piece = new Part.Text("0123456789", Label.USER);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 300_000; i++) {
                transcript.add(piece);
            }
        });

        Part.Text whole = (Part.Text)
                transcript.end(List.of()).messages().getFirst().parts().getFirst();
        assertThat(whole.text()).hasSize(3_000_000);
    }
}
