package io.sallyport.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The root of the server's settings, and all of them: a property under {@code sallyport.} that is not in this tree refuses the start. Each
 * group is an interface of its own beside this one.
 */
@ConfigMapping(prefix = "sallyport")
public interface SallyportConfig {
    /** Where providers, routes and principals are declared. */
    CatalogSettings catalog();

    /** What agents are told. */
    PromptSettings prompts();

    /** The folder of the embedded services, from the working folder if it is relative. {@code SALLYPORT_DATA_DIR}; not used in {@code prod}. */
    @WithDefault(".sallyport")
    Path dataDir();

    /** The folder whose documents the example library has, instead of those that are shipped. {@code SALLYPORT_LIBRARY_DIR}; not used in {@code prod}. */
    Optional<Path> libraryDir();

    /** What the embedded services say about themselves; not for operators to set. */
    EmbeddedFacts embedded();

    /** The name of this replica in answers and records; host name and process where it is not set. */
    Optional<String> replica();

    /** How callers are known. */
    IdentitySettings identity();

    /** How long what was done once is remembered. */
    IdempotencySettings idempotency();

    /** How what was used is taken down. */
    UsageSettings usage();

    /** How much is taken in and held at once. */
    LimitSettings limits();

    /** How streams to callers are kept. */
    StreamSettings stream();

    /** What is remembered of decisions. */
    DecisionSettings decisions();

    /** How this replica takes part in running agents. */
    RunSettings runs();

    /** How the server leaves. */
    ShutdownSettings shutdown();
}
