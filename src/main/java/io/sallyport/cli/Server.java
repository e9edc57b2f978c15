package io.sallyport.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.config.EmbeddedFacts;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Permitted;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** Runs once the server is ready to be called, until it is told to end. */
@Dependent
public class Server implements QuarkusApplication {
    private final EmbeddedFacts embedded;
    private final Instance<CatalogSource> catalog;

    Server(SallyportConfig config, Instance<CatalogSource> catalog) {
        this.embedded = config.embedded();
        this.catalog = catalog;
    }

    @Override
    public int run(String... args) {
        embedded.greeting().ifPresent(this::greet);
        Quarkus.waitForExit();
        return 0;
    }

    @Permitted(because = "it is for the person who started this, in whatever form the log is")
    private void greet(EmbeddedFacts.Greeting greeting) {
        Optional<String> newKey = greeting.newKey() ? embedded.apiKey() : Optional.empty();
        System.out.println(Banner.of(greeting, newKey, firstRoute()).text());
        System.out.flush();
    }

    private Optional<String> firstRoute() {
        return catalog.isResolvable()
                ? catalog.get().current().routes().keySet().stream().findFirst()
                : Optional.empty();
    }
}
