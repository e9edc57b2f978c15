package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be appended. Its sequence number is its place in the commit.
 *
 * @param type    its name on the stream, such as {@code tool.completed}
 * @param data    the skeleton: a JSON object, as exact bytes, holding nothing that anybody said
 * @param content what was said: any JSON value, as exact bytes; kept once for each tenant, and gone after erasure
 */
public record NewEvent(String type, Bytes data, @Nullable Bytes content) {}
