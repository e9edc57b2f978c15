/** What was used: one's own for everybody, everybody's for administrators, as JSON or as a table for spreadsheets. */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.usage;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
