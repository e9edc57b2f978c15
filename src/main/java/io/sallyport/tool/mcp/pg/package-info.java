/** What MCP servers offer and what was accepted, in PostgreSQL. */
@NullMarked
@CheckReturnValue
package io.sallyport.tool.mcp.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
