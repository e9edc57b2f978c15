/** Tools called in a user's name, end to end: who was allowed, and with whose token. */
@NullMarked
package io.sallyport.delegation;

import org.jspecify.annotations.NullMarked;
