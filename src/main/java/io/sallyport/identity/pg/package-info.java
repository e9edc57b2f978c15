/**
 * API keys in PostgreSQL: looked up on the cold path, watched for revocations, administered through Panache.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.identity.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
