package io.sallyport.run.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static boolean holds(String text, String value) {
        return Words.of(text).hold(Words.of(value));
    }

    private static boolean names(String text, String value) {
        return Words.of(text).name(Words.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Write to mallory@evil.example today.",
                "MALLORY@EVIL.EXAMPLE",
                "mailto:mallory%40evil.example",
                "mallory&#64;evil&period;example",
                "mallory\\u0040evil.example",
                "mallory\u200b@evil\u00ad.example",
                "\uff4dallory\uff20evil\uff0eexample",
                "mallory [at] evil [dot] example",
                "mallory (AT) evil (punkt) example",
                "mallory at evil dot example",
                "mallory@evil\u3002example",
                "m a l l o r y @ e v i l . e x a m p l e",
                "mallory@\nevil.example"
            })
    void a_value_is_known_again_in_any_dress(String text) {
        assertThat(holds(text, "mallory@evil.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nothing of the sort.", "bob@good.example", "mallory", ""})
    void what_is_not_there_is_not_found(String text) {
        assertThat(holds(text, "mallory@evil.example")).isFalse();
    }

    @Test
    void a_short_value_has_to_stand_as_a_word() {
        assertThat(holds("transfer to X1 at once", "X1")).isTrue();
        assertThat(holds("the X10 is a phone", "X1")).isFalse();
        assertThat(holds("anything", "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Send it to bob@good.example., bob@good.example, true",
        "Send it to <Bob@Good.example>, bob@good.example, true",
        "notbob@good.example, bob@good.example, false",
        "bob@good.example.evil.test, bob@good.example, false",
        "bob@good.example-evil.test, bob@good.example, false",
        "bob [at] good.example, bob@good.example, false",
        "see https://docs.example/guide, docs.example, true",
        "see docs.example:8443, docs.example, true",
        "see sub.docs.example, docs.example, false",
        "see evil.test/docs.example, docs.example, false",
        "bob@docs.example, docs.example, false",
    })
    void who_names_a_value_names_the_whole_of_it(String text, String value, boolean named) {
        assertThat(names(text, value)).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000|1000|true|true",
                "1,000.00 EUR|1000|true|true",
                "1.000,00 EUR|1000|true|true",
                "1 000 EUR|1000|true|true",
                "1'000|1000|true|true",
                "1.000|1000|true|false",
                "10.00|1000|true|false",
                "1000.00|100000|true|false",
                "1000|1e3|true|true",
                "-5|5|true|true",
                "order A1000|1000|true|false",
                "10000|1000|false|false",
                "0.5|5|true|false",
                "two|2|false|false",
                "12 24|24|true|false"
            })
    void a_number_is_known_however_it_is_grouped_and_said_only_where_it_is_plain(
            String text, String number, boolean held, boolean named) {
        BigDecimal value = new BigDecimal(number);
        assertThat(Words.of(text).hold(value)).as("held").isEqualTo(held);
        assertThat(Words.of(text).name(value)).as("named").isEqualTo(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "[ at ", "1", "1,", "%", "%41", "\\u0041", "&", "&#", ".", "a@", "\u200b"})
    void a_megabyte_of_malice_is_compared_in_no_time(String piece) {
        long begun = System.nanoTime();

        Words words = Words.of(piece.repeat(1024 * 1024 / piece.length()));
        var _ = words.hold(Words.of("mallory@evil.example"));
        var _ = words.name(Words.of("mallory@evil.example"));
        var _ = words.hold(new BigDecimal("12345"));
        var _ = words.name(new BigDecimal("12345"));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }
}
