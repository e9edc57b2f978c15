package io.sallyport.core;

/** This process among its equals: what an answer names that only this replica can give. */
public record Replica(String name) {}
