package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Ending;
import io.sallyport.tool.http.PageText.Page;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A page as text, whatever text it was. XML is not parsed: nothing in it is looked up anywhere. */
final class PageBody {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})\"?");
    private static final Set<String> MARKUP = Set.of("text/html", "application/xhtml+xml");
    private static final Set<String> PLAIN = Set.of(
            "text/plain",
            "text/markdown",
            "text/x-markdown",
            "application/json",
            "application/xml",
            "text/xml",
            "text/csv");

    /** Bytes. To read markup takes time, and memory beyond its size. */
    private static final int MOST_MARKUP = 512 * 1024;

    private PageBody() {}

    /** It is nothing that is read. The message is for the model. */
    static final class Unreadable extends RuntimeException {
        private final String word;

        Unreadable(String word, String message) {
            super(message, null, false, false);
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * {@code {"url", "contentType", "title"?, "text", "truncated"?}}.
     *
     * @throws Unreadable where it is of no sort that is read
     */
    static ObjectNode read(Answer answer, URI from) {
        @Nullable String written = answer.headers().get("content-type");
        String type = (written == null ? "" : written).split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!isText(type)) {
            throw new Unreadable("content_type", "What stands there is of a sort that is not read" + named(type) + ".");
        }
        @Nullable String coding = answer.headers().get("content-encoding");
        if (coding != null && !coding.trim().isEmpty() && !coding.trim().equalsIgnoreCase("identity")) {
            throw new Unreadable(
                    "content_encoding", "What stands there is compressed, although nobody asked for that.");
        }
        boolean markup = MARKUP.contains(type);
        int most = markup ? MOST_MARKUP : answer.body().length();
        boolean cut = answer.ending() == Ending.TOO_LARGE || answer.body().length() > most;
        byte[] body = answer.body().getBytes(0, Math.min(most, answer.body().length()));
        ObjectNode page = Json.object().put("url", from.toString()).put("contentType", type);
        if (markup) {
            Page read = PageText.of(body, charset(written), from);
            read.title().ifPresent(title -> page.put("title", title));
            page.put("text", read.text());
        } else {
            page.put("text", text(body, charset(written), cut));
        }
        return cut ? page.put("truncated", true) : page;
    }

    private static boolean isText(String type) {
        return MARKUP.contains(type)
                || PLAIN.contains(type)
                || type.matches("application/[a-z0-9.+-]{1,80}\\+(json|xml)");
    }

    /** What a stranger has written into a header is not for the message unless it is a plain word. */
    private static String named(String type) {
        return type.matches("[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}") ? ": " + type : "";
    }

    private static Optional<Charset> charset(@Nullable String contentType) {
        Matcher named = CHARSET.matcher(contentType == null ? "" : contentType);
        try {
            return named.find() ? Optional.of(Charset.forName(named.group(1))) : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** By its byte order mark, else as it says, else UTF-8 where it is that, else as old pages are. */
    private static String text(byte[] body, Optional<Charset> named, boolean cut) {
        if (starts(body, 0xEF, 0xBB, 0xBF)) {
            return new String(body, 3, body.length - 3, StandardCharsets.UTF_8);
        }
        if (starts(body, 0xFE, 0xFF)) {
            return new String(body, 2, body.length - 2, StandardCharsets.UTF_16BE);
        }
        if (starts(body, 0xFF, 0xFE)) {
            return new String(body, 2, body.length - 2, StandardCharsets.UTF_16LE);
        }
        return named.map(charset -> new String(body, charset)).orElseGet(() -> guessed(body, cut));
    }

    private static String guessed(byte[] body, boolean cut) {
        try {
            // Cut in the middle of a character it would be no UTF-8.
            var _ = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, 0, cut ? whole(body) : body.length));
            return new String(body, StandardCharsets.UTF_8);
        } catch (CharacterCodingException other) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    /** How much of it is whole characters, if it is UTF-8. */
    private static int whole(byte[] body) {
        int end = body.length;
        for (int back = 1; back <= 3 && back <= body.length; back++) {
            int octet = body[body.length - back] & 0xFF;
            if (octet >= 0xC0) {
                int needs = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : 2;
                return needs > back ? body.length - back : end;
            }
            if (octet < 0x80) {
                return end;
            }
        }
        return end;
    }

    private static boolean starts(byte[] body, int... mark) {
        if (body.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((body[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
