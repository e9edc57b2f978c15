package io.sallyport.identity.key;

/**
 * A key at the one moment when it is seen.
 *
 * @param text the key itself: to be handed over and forgotten
 */
public record IssuedKey(KeyRecord record, String text) {
    @Override
    public String toString() {
        return "IssuedKey[" + record.id() + ", ***]";
    }
}
