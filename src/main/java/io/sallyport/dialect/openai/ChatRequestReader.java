package io.sallyport.dialect.openai;

import io.sallyport.chat.Capability;
import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonToken;
import org.jspecify.annotations.Nullable;

/** One walk over a request's body: validates all of it, and remembers the fields the gateway acts on. */
final class ChatRequestReader {
    private static final int MOST_CHOICES = 128;
    private static final JsonNames FIELDS = JsonNames.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "n",
            "tools",
            "functions",
            "response_format",
            "logprobs",
            "max_tokens",
            "max_completion_tokens",
            "user",
            // these are only known so that the usual request needs no set of names to find a duplicate
            "temperature",
            "top_p",
            "stop",
            "seed",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning_effort",
            "presence_penalty",
            "frequency_penalty");

    private final byte[] body;
    private final RequestScanner scanner;
    private final ChatNeeds needs;
    private final SeenFields seen = new SeenFields();

    private @Nullable String model;
    private int modelFrom;
    private int modelTo;
    private int messagesEnd = -1;
    private boolean stream;
    private boolean includeUsage;
    private @Nullable UsageMark usage;
    private int choices = 1;
    private long maxTokens = -1;
    private @Nullable OutputMark output;
    private @Nullable String user;

    ChatRequestReader(byte[] body, int maxDepth) {
        this.body = body;
        this.scanner = new RequestScanner(body, maxDepth);
        this.needs = new ChatNeeds(scanner);
    }

    ChatRequest read() {
        JsonToken first = scanner.next();
        int firstMember = scanner.tokenTo();
        if (first == JsonToken.OBJECT_START) {
            members();
        } else {
            scanner.skip();
        }
        scanner.end();
        if (first != JsonToken.OBJECT_START) {
            throw RequestProblems.notAnObject("{\"model\":\"…\",\"messages\":[…]}");
        }
        return request(firstMember);
    }

    private ChatRequest request(int firstMember) {
        if (model == null) {
            throw ModelMark.missing();
        }
        if (messagesEnd < 0) {
            throw RequestProblems.missing("messages", "Send the conversation so far as an array of messages.");
        }
        UsageMark mark = usage != null ? usage : UsageMark.asFirstMember(firstMember);
        OutputMark most = output != null ? output : OutputMark.asFirstMember(firstMember);
        return new ChatRequest(
                body,
                new ChatSettings(
                        model, stream, includeUsage, choices, needs.found(), needs.structured(), maxTokens, user),
                new ChatMarks(modelFrom, modelTo, messagesEnd, mark, most));
    }

    private void members() {
        while (scanner.next() == JsonToken.NAME) {
            int field = scanner.in(FIELDS);
            seen.add(field, scanner);
            member(field, scanner.next());
        }
    }

    private void member(int field, JsonToken value) {
        switch (field) {
            case 0 -> model(value);
            case 1 -> messages(value);
            case 2 -> stream = flag(value, "stream");
            case 3 -> streamOptions(value);
            case 4 -> choices(value);
            case 5, 6 -> needs.tools(value, field == 5 ? "tools" : "functions");
            case 7 -> needs.responseFormat(value);
            case 8 -> needs.requireIf(value == JsonToken.TRUE, Capability.LOGPROBS);
            case 9 -> maxTokens(value, "max_tokens");
            case 10 -> maxTokens(value, "max_completion_tokens");
            case 11 -> user = scanner.user(value);
            default -> {
                // goes on as it came
            }
        }
        scanner.skip();
    }

    private void model(JsonToken value) {
        ModelMark mark = ModelMark.of(scanner, value);
        model = mark.name();
        modelFrom = mark.from();
        modelTo = mark.to();
    }

    private void messages(JsonToken value) {
        if (value != JsonToken.ARRAY_START || needs.messages() == 0) {
            throw RequestProblems.wrong(
                    "messages", "an array with at least one message", "Send [{\"role\":\"user\",\"content\":\"…\"}].");
        }
        messagesEnd = scanner.tokenFrom();
    }

    private boolean flag(JsonToken value, String param) {
        if (value != JsonToken.TRUE && value != JsonToken.FALSE && value != JsonToken.NULL) {
            throw RequestProblems.wrong(param, "true or false", "Send it without quotes, or leave it out.");
        }
        return value == JsonToken.TRUE;
    }

    private void streamOptions(JsonToken value) {
        if (value == JsonToken.NULL) {
            usage = UsageMark.insteadOf(scanner);
            return;
        }
        if (value != JsonToken.OBJECT_START) {
            throw RequestProblems.wrong(
                    "stream_options", "an object", "Send {\"include_usage\":true}, or leave it out.");
        }
        usage = UsageMark.inside(scanner, given -> includeUsage = flag(given, "stream_options.include_usage"));
    }

    private void choices(JsonToken value) {
        long count = value == JsonToken.NULL ? 1 : value == JsonToken.NUMBER ? scanner.wholeNumber() : -1;
        if (count < 1 || count > MOST_CHOICES) {
            throw RequestProblems.wrong(
                    "n", "a whole number from 1 to " + MOST_CHOICES, "Leave it out for one answer.");
        }
        choices = (int) count;
    }

    private void maxTokens(JsonToken value, String param) {
        if (value == JsonToken.NULL) {
            output = OutputMark.insteadOf(scanner);
            return;
        }
        long limit = value == JsonToken.NUMBER ? scanner.wholeNumber() : -1;
        if (limit < 1) {
            throw RequestProblems.wrong(param, "a whole number above 0", "Leave it out for the model's own limit.");
        }
        maxTokens = Math.max(maxTokens, limit);
    }
}
