package io.sallyport.idempotency.answer;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * The record of keys and their answers. Each write is one statement. Only who owns the key in the moment of the write changes anything, so
 * that a late owner never overwrites its successor's record. A store that cannot be reached fails the {@code Uni}; then nothing is known
 * about the write, and the same owner may send it again.
 */
public interface AnswerStore {
    /**
     * Takes the key for {@code owner} where nobody has it, where its owner is gone and the fingerprint is the same, or where it is too old to
     * count; the row as it is then, the owner's own or another's.
     *
     * @param owner unique among all requests
     */
    Uni<KeyRow> open(AnswerKey key, String owner, Duration lease);

    /** The row of a key. */
    Uni<Optional<KeyRow>> find(AnswerKey key);

    /** The lease begins anew; whether the key is still the owner's. */
    Uni<Boolean> renew(AnswerKey key, String owner, Duration lease);

    /** The answer; whether the key was still the owner's. */
    Uni<Boolean> keep(AnswerKey key, String owner, KeptAnswer answer);

    /** That there was an answer, too large to be kept; whether the key was still the owner's. */
    Uni<Boolean> keepNothing(AnswerKey key, String owner);

    /** Nothing came of it and the key is free again; whether it was still the owner's. */
    Uni<Boolean> release(AnswerKey key, String owner);
}
