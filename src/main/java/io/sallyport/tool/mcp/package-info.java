/**
 * Tools of remote MCP servers (Streamable HTTP, revisions 2025-03-26 to 2026-07-28). A server is believed nothing that would make a call
 * less guarded: what a tool is stands in our manifest, its definition is pinned by digest, and of an answer only the first one counts.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.tool.mcp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
