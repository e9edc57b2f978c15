package io.sallyport.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Finding;
import io.sallyport.catalog.TestingAgents;
import io.sallyport.catalog.TestingFolder;
import io.sallyport.catalog.ToolBinding;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that are called in a user's name, as the catalogue takes them. */
class UserToolsTest {
    @TempDir
    Path path;

    private TestingFolder folder;

    @BeforeEach
    void write() {
        folder = TestingAgents.orderDesk(new TestingFolder(path));
        folder.set("ORDER_DESK_SECRET", "hush");
        folder.write("tools/create_order.yaml", """
                name: create_order
                description: Places an order.
                effect: irreversible
                idempotency: keyed
                http: { method: POST, url: "https://shop.example/orders", auth: user, audience: shop }
                input: { type: object, required: [quantity], properties: { quantity: { type: integer } } }
                """);
    }

    private LoadedCatalog loaded(Optional<String> missing) {
        CatalogLoader.Checks usual = TestingFolder.CHECKS;
        return new CatalogLoader(
                        path,
                        path.resolve(TestingFolder.PROMPTS),
                        name -> name.equals("ORDER_DESK_SECRET") ? "hush" : null,
                        new CatalogLoader.Checks(
                                usual.scripts(), usual.prompts(), usual.schemas(), usual.conditions(), () -> missing),
                        InstantSource.system())
                .load();
    }

    private static List<String> errors(LoadedCatalog loaded) {
        return loaded.errors().stream().map(Finding::toString).toList();
    }

    @Test
    void it_names_for_whom_the_token_is() {
        LoadedCatalog loaded = loaded(Optional.empty());

        assertThat(errors(loaded)).isEmpty();
        assertThat(Objects.requireNonNull(loaded.catalog().orElseThrow().tools().get("create_order"))
                        .binding())
                .isInstanceOfSatisfying(ToolBinding.Http.class, http -> {
                    assertThat(http.auth()).isEqualTo(ToolBinding.Auth.USER);
                    assertThat(http.audience()).contains("shop");
                });
    }

    @Test
    void an_agent_with_one_is_refused_where_users_tokens_cannot_be_kept() {
        assertThat(errors(loaded(Optional.of("Set the key."))))
                .singleElement()
                .asString()
                .contains("agents/order-desk.yaml", "create_order", "without a key", "Set the key.");
    }

    @Test
    void an_agent_needs_its_own_secret_to_exchange_tokens() {
        folder.set("ORDER_DESK_SECRET", "");

        assertThat(errors(folder.load())).anySatisfy(error -> assertThat(error).contains("clientSecret"));
    }
}
