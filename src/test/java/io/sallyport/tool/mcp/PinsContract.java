package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of pins does. */
public abstract class PinsContract {
    protected abstract Pins pins();

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private void offer(String server, Definition... all) {
        await(pins().offered(server, Arrays.asList(all)));
    }

    private KnownTool known(String server, String tool) {
        return await(pins().known(List.of(server))).stream()
                .filter(one -> one.tool().equals(tool))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_offered_is_known_and_not_accepted() {
        offer("a", Definitions.tool("send", "one"), Definitions.tool("read", "two"));
        offer("b", Definitions.tool("send", "other"));

        assertThat(await(pins().known(List.of("a"))))
                .extracting(KnownTool::tool)
                .containsExactly("read", "send");
        assertThat(await(pins().known(List.of("a", "b", "c")))).hasSize(3);
        assertThat(known("a", "send").offered()).contains(Definitions.tool("send", "one"));
        assertThat(await(pins().accepted("a"))).isEmpty();
    }

    @Test
    void only_the_definition_that_was_looked_at_is_accepted() {
        Definition one = Definitions.tool("send", "one");
        offer("a", one);

        assertThat(await(pins().accept(
                                "a", "send", Definitions.tool("send", "two").digest(), "eve")))
                .isInstanceOf(Acceptance.Changed.class);
        assertThat(await(pins().accept("a", "sand", one.digest(), "eve"))).isInstanceOf(Acceptance.NoSuchTool.class);
        assertThat(await(pins().accept("b", "send", one.digest(), "eve"))).isInstanceOf(Acceptance.NoSuchTool.class);
        assertThat(await(pins().accepted("a"))).isEmpty();

        assertThat(await(pins().accept("a", "send", one.digest(), "ada")))
                .isInstanceOfSatisfying(
                        Acceptance.Done.class,
                        done -> assertThat(done.tool().accepted().orElseThrow().by())
                                .isEqualTo("ada"));
        assertThat(await(pins().accepted("a"))).containsOnly(Map.entry("send", one.digest()));
    }

    @Test
    void a_change_is_seen_beside_what_was_accepted_until_it_is_accepted_too() {
        Definition one = Definitions.tool("send", "one");
        Definition two = Definitions.tool("send", "two");
        offer("a", one);
        await(pins().accept("a", "send", one.digest(), "ada"));

        offer("a", two);

        assertThat(known("a", "send").offered()).contains(two);
        assertThat(known("a", "send").accepted().orElseThrow().definition()).isEqualTo(one);
        assertThat(await(pins().accepted("a"))).containsValue(one.digest());
        assertThat(await(pins().accept("a", "send", one.digest(), "ada"))).isInstanceOf(Acceptance.Changed.class);

        await(pins().accept("a", "send", two.digest(), "ada"));
        assertThat(await(pins().accepted("a"))).containsOnly(Map.entry("send", two.digest()));
    }

    @Test
    void what_is_gone_is_forgotten_unless_it_was_accepted() {
        Definition kept = Definitions.tool("send", "one");
        offer("a", kept, Definitions.tool("read", "two"));
        await(pins().accept("a", "send", kept.digest(), "ada"));

        offer("a");

        assertThat(await(pins().known(List.of("a"))))
                .extracting(KnownTool::tool)
                .containsExactly("send");
        assertThat(known("a", "send").offered()).isEmpty();
        assertThat(await(pins().accept("a", "send", kept.digest(), "ada"))).isInstanceOf(Acceptance.Changed.class);
        offer("a", kept);
        assertThat(known("a", "send").offered()).contains(kept);
        assertThat(await(pins().accepted("a"))).containsKey("send");
    }
}
