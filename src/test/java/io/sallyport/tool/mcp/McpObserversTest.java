package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class McpObserversTest {
    @Test
    void each_of_several_hears_every_word_once() {
        TestingMcpObserver one = new TestingMcpObserver();
        TestingMcpObserver other = new TestingMcpObserver();
        McpObserver all = McpObservers.of(List.of(one, other));

        all.sessionOpened("mail");
        all.streamOpened("mail");
        all.listChanged("mail");
        all.streamEnded("mail");
        all.sessionEnded("mail");

        for (TestingMcpObserver heard : List.of(one, other)) {
            assertThat(List.of("session opened", "stream opened", "list changed", "stream ended", "session ended"))
                    .allSatisfy(word -> assertThat(heard.told(word)).isEqualTo(1));
        }
    }
}
