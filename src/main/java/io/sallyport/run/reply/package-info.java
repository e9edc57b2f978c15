/**
 * Who answers a chat completion that has started a run. SDKs repeat a request whose connection broke, and nothing in the repetition says which
 * run it has started: here it is found, and given to one repetition at a time. The answer's holder is written down, whether its answer came to
 * its end, and whether it was cut; a holder that can no longer write is known by its replica's pulse.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.run.reply;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
