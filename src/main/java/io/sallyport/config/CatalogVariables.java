package io.sallyport.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ${VARIABLE}} in the catalogue stands for: the environment, and where it says nothing, what the embedded services know. So the
 * same files lead to the embedded examples on whatever port they are, and elsewhere to what the deployment names.
 */
public final class CatalogVariables implements Function<String, @Nullable String> {
    /** Where the shop of the example agent is. */
    public static final String SHOP_URL = "SALLYPORT_SHOP_URL";

    /** Where the MCP server of the example agent that reads mail is. */
    public static final String INBOX_URL = "SALLYPORT_INBOX_URL";

    /** Where the documents of the example agent that has them read are. */
    public static final String LIBRARY_URL = "SALLYPORT_LIBRARY_URL";

    /** What has to be shown there. */
    public static final String LIBRARY_KEY = "SALLYPORT_LIBRARY_KEY";

    private final Function<String, @Nullable String> environment;
    private final EmbeddedFacts embedded;

    public CatalogVariables(Function<String, @Nullable String> environment, EmbeddedFacts embedded) {
        this.environment = environment;
        this.embedded = embedded;
    }

    @Override
    public @Nullable String apply(String name) {
        @Nullable String set = environment.apply(name);
        if (set != null) {
            return set;
        }
        return switch (name) {
            case SHOP_URL -> embedded.shop().map(EmbeddedFacts.Shop::url).orElse(null);
            case INBOX_URL -> embedded.inbox().map(EmbeddedFacts.Inbox::url).orElse(null);
            case LIBRARY_URL ->
                embedded.library().map(EmbeddedFacts.Library::url).orElse(null);
            case LIBRARY_KEY ->
                embedded.library().map(EmbeddedFacts.Library::key).orElse(null);
            default -> null;
        };
    }
}
