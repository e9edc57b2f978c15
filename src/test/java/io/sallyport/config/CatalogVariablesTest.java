package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogVariablesTest {
    private static final EmbeddedFacts SHOP =
            new Facts(Optional.of(() -> "http://127.0.0.1:1/shop"), Optional.of(() -> "http://127.0.0.1:1/inbox/mcp"));
    private static final EmbeddedFacts NOTHING = new Facts(Optional.empty(), Optional.empty());

    private record Facts(Optional<Shop> shop, Optional<Inbox> inbox) implements EmbeddedFacts {
        @Override
        public Optional<String> apiKey() {
            return Optional.empty();
        }

        @Override
        public Optional<Issuer> issuer() {
            return Optional.empty();
        }

        @Override
        public Optional<Greeting> greeting() {
            return Optional.empty();
        }
    }

    @Test
    void the_shop_is_where_the_environment_says() {
        assertThat(new CatalogVariables(Map.of("SALLYPORT_SHOP_URL", "https://shop.example")::get, SHOP)
                        .apply("SALLYPORT_SHOP_URL"))
                .isEqualTo("https://shop.example");
    }

    @Test
    void where_it_says_nothing_the_shop_is_the_embedded_one() {
        assertThat(new CatalogVariables(name -> null, SHOP).apply("SALLYPORT_SHOP_URL"))
                .isEqualTo("http://127.0.0.1:1/shop");
        assertThat(new CatalogVariables(name -> null, NOTHING).apply("SALLYPORT_SHOP_URL"))
                .isNull();
    }

    @Test
    void so_is_the_inbox() {
        assertThat(new CatalogVariables(name -> null, SHOP).apply("SALLYPORT_INBOX_URL"))
                .isEqualTo("http://127.0.0.1:1/inbox/mcp");
        assertThat(new CatalogVariables(name -> null, NOTHING).apply("SALLYPORT_INBOX_URL"))
                .isNull();
        assertThat(new CatalogVariables(Map.of("SALLYPORT_INBOX_URL", "https://inbox.example/mcp")::get, SHOP)
                        .apply("SALLYPORT_INBOX_URL"))
                .isEqualTo("https://inbox.example/mcp");
    }

    @Test
    void every_other_variable_is_the_environment_s() {
        assertThat(new CatalogVariables(Map.of("A", "b")::get, SHOP).apply("A")).isEqualTo("b");
        assertThat(new CatalogVariables(Map.of("A", "b")::get, SHOP).apply("B")).isNull();
    }
}
