package io.sallyport.identity;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.PrincipalSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A catalogue of principals and nothing else, that a test changes at will. */
public final class TestingCatalog implements CatalogSource {
    private final List<PrincipalSpec> principals = new ArrayList<>();
    private int revision;
    private volatile Catalog current = snapshot();

    public TestingCatalog client(String client, String... may) {
        return with(new PrincipalSpec(Optional.of(client), Optional.empty(), "default", List.of(may)));
    }

    public TestingCatalog role(String role, String... may) {
        return with(new PrincipalSpec(Optional.empty(), Optional.of(role), "default", List.of(may)));
    }

    public TestingCatalog with(PrincipalSpec principal) {
        principals.add(principal);
        current = snapshot();
        return this;
    }

    public TestingCatalog empty() {
        principals.clear();
        current = snapshot();
        return this;
    }

    @Override
    public Catalog current() {
        return current;
    }

    @Override
    public void onChange(Consumer<Catalog> listener) {
        listener.accept(current);
    }

    private Catalog snapshot() {
        revision++;
        return new Catalog("r" + revision, Instant.EPOCH, Map.of(), Map.of(), principals);
    }
}
