/**
 * Other people's clients as judges: each is used unmodified, with only base URL and key set, and must get answers, streams, tool
 * calls, aborts and each class of error as it would from the provider it was written for.
 */
@NullMarked
package io.sallyport.clients;

import org.jspecify.annotations.NullMarked;
