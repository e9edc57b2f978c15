package io.sallyport.identity.key;

import io.sallyport.identity.Digest;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Finds stored keys. Fails, and never answers empty, when the store cannot be asked. */
public interface KeyLookup {
    Uni<Optional<StoredKey>> find(Digest digest);
}
