package io.sallyport.identity;

import io.sallyport.catalog.Catalog;

/** What the door found out: who calls, what they may do, and the one catalogue snapshot their request sees. */
public record Caller(AgentIdentity identity, Permissions may, Catalog catalog) {}
