package io.sallyport.crash;

/**
 * What a person was told about one approval, without doubt.
 *
 * @param by       who has decided, as the gateway says it
 * @param decision {@code approved} or {@code denied}
 */
record Word(String approval, String order, String by, String decision) {}
