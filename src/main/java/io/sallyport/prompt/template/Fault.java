package io.sallyport.prompt.template;

/** One thing that is wrong with a template. */
public record Fault(Spot spot, String what, String fix) {}
