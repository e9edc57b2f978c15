package io.sallyport.catalog;

/** What a provider speaks. */
public enum ProviderDialect {
    OPENAI,
    SCRIPTED
}
