/**
 * The example inbox: somebody else's MCP server, as small as can be, that the embedded services serve below {@code /embedded/inbox} for the
 * example agent to read and answer mail in. One of its mails is up to no good. It remembers keys: the same key sends one mail, however
 * often it comes; nothing leaves the machine. It is open, to this machine only, and is not there in {@code prod}.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.embedded.inbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
