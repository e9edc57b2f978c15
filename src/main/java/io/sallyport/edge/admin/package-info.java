/**
 * The admin API: what operators look at and change, under {@code /v1/admin}. The door demands the permission {@code admin}
 * for every path here, so that no endpoint can forget to.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
