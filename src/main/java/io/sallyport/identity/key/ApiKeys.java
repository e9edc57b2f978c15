package io.sallyport.identity.key;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The administration of API keys. Everything fails with {@code store_unavailable} while the store cannot be reached. */
public interface ApiKeys {
    /** Makes a key; only the answer holds it. */
    Uni<IssuedKey> issue(KeyOrder order);

    /** The newest first, at most {@code limit}, older than the key {@code after} where there is one. */
    Uni<List<KeyRecord>> list(int limit, Optional<String> after);

    /** Ends a key on every replica within two seconds; empty where there is no such key. Ending it twice changes nothing. */
    Uni<Optional<KeyRecord>> revoke(String id, String by);
}
