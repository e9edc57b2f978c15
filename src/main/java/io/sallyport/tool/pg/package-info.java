/** The ledger of direct calls in PostgreSQL: hand-written SQL, one autocommit statement for each write. */
@NullMarked
@CheckReturnValue
package io.sallyport.tool.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
