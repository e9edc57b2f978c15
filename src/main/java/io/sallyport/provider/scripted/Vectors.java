package io.sallyport.provider.scripted;

import io.sallyport.core.Sha256;
import java.nio.ByteBuffer;

/** Vectors that mean nothing and are always the same for the same text: digests, read as numbers. */
final class Vectors {
    private Vectors() {}

    /** As many numbers as {@code dimensions} says; the vector's length is 1. */
    static float[] of(String text, int dimensions) {
        double[] numbers = new double[dimensions];
        ByteBuffer digest = ByteBuffer.allocate(0);
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            if (!digest.hasRemaining()) {
                digest = ByteBuffer.wrap(Sha256.of(i + " " + text).bytes());
            }
            numbers[i] = digest.getInt() + 0.5; // never 0, so that there is a length to divide by
            squares += numbers[i] * numbers[i];
        }
        double length = Math.sqrt(squares);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (numbers[i] / length);
        }
        return vector;
    }
}
