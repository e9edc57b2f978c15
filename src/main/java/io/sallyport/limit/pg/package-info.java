/**
 * Budgets in PostgreSQL. What decides is in the functions of the migration, which lock accounts in the order of their keys; here they are called,
 * and what has ended is swept.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.limit.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
