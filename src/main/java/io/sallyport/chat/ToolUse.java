package io.sallyport.chat;

/**
 * A call of a tool as a model proposed it.
 *
 * @param id        the provider's name for it, unique within the message
 * @param name      the tool it names; anything a model may say
 * @param arguments the arguments as the model wrote them: meant to be a JSON object, which nobody has checked
 */
public record ToolUse(String id, String name, String arguments) {}
