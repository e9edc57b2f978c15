/**
 * The proof of the fault table: one test per row, for streams and for plain answers, against the packaged gateway and a provider that
 * misbehaves on real sockets. Each checks what the caller got, what the provider saw, and what metrics and the decision record said.
 */
@NullMarked
package io.sallyport.faults;

import org.jspecify.annotations.NullMarked;
