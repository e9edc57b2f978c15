/** What the streams and answers of runs need of PostgreSQL beside the journal itself. Each write is one statement. */
@NullMarked
@CheckReturnValue
package io.sallyport.run.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
