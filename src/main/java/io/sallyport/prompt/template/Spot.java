package io.sallyport.prompt.template;

/**
 * Where a tag begins.
 *
 * @param line   of the template, from 1
 * @param column from 1
 */
public record Spot(int line, int column) {}
