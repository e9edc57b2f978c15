package io.sallyport.prompt;

import io.sallyport.chat.Message;
import java.util.List;

/**
 * How a conversation begins.
 *
 * @param historyAt index among {@code messages} before which the thread's earlier turns belong
 */
public record Opening(List<Message> messages, int historyAt) {
    public Opening {
        messages = List.copyOf(messages);
    }
}
