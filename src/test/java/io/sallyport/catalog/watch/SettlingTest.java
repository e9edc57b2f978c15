package io.sallyport.catalog.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Settling settling = new Settling("old");

    private Settling.Advice look(String fingerprint, boolean ended, long millis) {
        return settling.look(new Settling.Look(fingerprint, ended), START.plusMillis(millis));
    }

    @Test
    void aChangeIsTriedOnceItHasBeenStillForAMoment() {
        assertThat(look("new", true, 0)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("new", true, 249)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("new", true, 250)).isEqualTo(Settling.Advice.TRY);
    }

    @Test
    void aLastLineWithoutAnEndIsGivenLonger() {
        assertThat(look("new", false, 0)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("new", false, 649)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("new", false, 650)).isEqualTo(Settling.Advice.TRY);
    }

    @Test
    void eachFurtherChangeBeginsTheWaitAnew() {
        assertThat(look("a", true, 0)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("b", true, 200)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("b", true, 449)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("b", true, 450)).isEqualTo(Settling.Advice.TRY);
    }

    @Test
    void badFilesAreComplainedAboutOnceAndOnlyWhenNobodyMendsThem() {
        assertThat(look("bad", true, 0)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("bad", true, 300)).isEqualTo(Settling.Advice.TRY);
        settling.bad();
        assertThat(look("bad", true, 1499)).isEqualTo(Settling.Advice.WAIT);
        assertThat(look("bad", true, 1500)).isEqualTo(Settling.Advice.COMPLAIN);
        settling.done();
        assertThat(look("bad", true, 9000)).isEqualTo(Settling.Advice.WAIT);
    }

    @Test
    void whatWasLoadedNeedsNoAttention() {
        assertThat(look("old", true, 10_000)).isEqualTo(Settling.Advice.WAIT);
    }
}
