/** The ledger in PostgreSQL: entries are written in batches beside the callers' way, and read in sums. */
@NullMarked
@CheckReturnValue
package io.sallyport.usage.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
