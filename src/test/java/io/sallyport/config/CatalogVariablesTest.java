package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogVariablesTest {
    private static final EmbeddedFacts SHOP = new Facts(
            Optional.of(() -> "http://127.0.0.1:1/shop"),
            Optional.of(() -> "http://127.0.0.1:1/inbox/mcp"),
            Optional.of(new Books("http://127.0.0.1:1/library", "its-key")));
    private static final EmbeddedFacts NOTHING = new Facts(Optional.empty(), Optional.empty(), Optional.empty());

    private record Books(String url, String key) implements EmbeddedFacts.Library {}

    private record Facts(Optional<Shop> shop, Optional<Inbox> inbox, Optional<Library> library)
            implements EmbeddedFacts {
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
    void so_is_the_library_and_its_key() {
        var embedded = new CatalogVariables(name -> null, SHOP);
        assertThat(embedded.apply("SALLYPORT_LIBRARY_URL")).isEqualTo("http://127.0.0.1:1/library");
        assertThat(embedded.apply("SALLYPORT_LIBRARY_KEY")).isEqualTo("its-key");
        assertThat(new CatalogVariables(name -> null, NOTHING).apply("SALLYPORT_LIBRARY_KEY"))
                .isNull();
        assertThat(new CatalogVariables(Map.of("SALLYPORT_LIBRARY_KEY", "another")::get, SHOP)
                        .apply("SALLYPORT_LIBRARY_KEY"))
                .isEqualTo("another");
    }

    @Test
    void every_other_variable_is_the_environment_s() {
        assertThat(new CatalogVariables(Map.of("A", "b")::get, SHOP).apply("A")).isEqualTo("b");
        assertThat(new CatalogVariables(Map.of("A", "b")::get, SHOP).apply("B")).isNull();
    }
}
