package io.sallyport.stop;

/** What is to be stopped, why, and who wants it. */
public record StopOrder(StopKind kind, String name, String reason, String by) {}
