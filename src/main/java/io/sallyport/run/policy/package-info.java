/**
 * Whether a call that a run wants to make needs a person's yes, by whose words its arguments hold. Pure: the same journal and the same
 * revision are decided the same way wherever and how often they are asked.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.run.policy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
