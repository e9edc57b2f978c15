/**
 * Answers of models that are given once for each key: who may ask the provider, what is kept of its answer, and what a repetition is told.
 * What decides is a row that is unique and fenced by its owner ({@link io.sallyport.idempotency.answer.AnswerStore}); a claim in front of
 * it saves work.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.idempotency.answer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
