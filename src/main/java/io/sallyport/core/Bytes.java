package io.sallyport.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Exact bytes that nobody changes; equal by value. The array goes in and comes out without a copy. */
public final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@code bytes} must not change from now on. */
    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** {@code text} in UTF-8. */
    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes themselves, for reading only. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /** As UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public Sha256 sha256() {
        return Sha256.of(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
