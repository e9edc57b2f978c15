package io.sallyport.tool.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** Markup as a reader sees it: headings, lists and links are marked as in Markdown; what is hidden from readers is left out. */
final class PageText implements NodeFilter {
    private static final Set<String> UNSEEN = Set.of(
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "canvas",
            "head",
            "select",
            "datalist",
            "audio",
            "video");
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tr",
            "ul");
    private static final int MOST_LINK_CHARS = 500;
    /** Elements in each other. A page that wants more is out for the time that each of them costs. */
    private static final int MOST_NESTED = 128;

    private final StringBuilder out = new StringBuilder();
    /** How many {@code pre} are open: asked of the tree for each text, a deeply nested page would cost its square. */
    private int verbatim;

    private PageText() {}

    /** What is shown of a page. */
    record Page(Optional<String> title, String text) {}

    /**
     * The page's text.
     *
     * @param charset as the answer says; empty: as the page says, else UTF-8
     */
    static Page of(byte[] body, Optional<Charset> charset, URI base) {
        Document document = parse(body, charset, base);
        PageText text = new PageText();
        NodeTraversor.filter(text, document.body());
        String title = document.title().strip();
        return new Page(title.isEmpty() ? Optional.empty() : Optional.of(title), text.finished());
    }

    private static Document parse(byte[] body, Optional<Charset> charset, URI base) {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(body),
                    charset.map(Charset::name).orElse(null),
                    base.toString(),
                    Parser.htmlParser().setMaxDepth(MOST_NESTED));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory do not fail
        }
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words);
        } else if (node instanceof Element element) {
            if (isHidden(element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            begin(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            end(element);
        }
        return FilterResult.CONTINUE;
    }

    private static boolean isHidden(Element element) {
        String style = element.attr("style").replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        return UNSEEN.contains(element.normalName())
                || element.hasAttr("hidden")
                || element.attr("aria-hidden").equalsIgnoreCase("true")
                || style.contains("display:none")
                || style.contains("visibility:hidden");
    }

    private void begin(Element element) {
        String name = element.normalName();
        if (BLOCKS.contains(name)) {
            newLine();
        }
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" ->
                out.append("\n").repeat("#", name.charAt(1) - '0').append(' ');
            case "li" -> out.append("- ");
            case "pre" -> verbatim++;
            case "br" -> out.append('\n');
            case "td", "th" -> out.append(" | ");
            case "a" -> {
                if (isLink(element)) {
                    out.append('[');
                }
            }
            default -> {
                // its words say it all
            }
        }
    }

    private void end(Element element) {
        String name = element.normalName();
        if (name.equals("a") && isLink(element)) {
            out.append("](").append(element.absUrl("href")).append(')');
        }
        if (name.equals("pre")) {
            verbatim--;
        }
        if (BLOCKS.contains(name)) {
            newLine();
        }
        if (name.equals("p") || (name.startsWith("h") && BLOCKS.contains(name))) {
            out.append('\n');
        }
    }

    private static boolean isLink(Element element) {
        String target = element.absUrl("href");
        return (target.startsWith("https://") || target.startsWith("http://")) && target.length() <= MOST_LINK_CHARS;
    }

    private void append(TextNode words) {
        if (verbatim > 0) {
            out.append(words.getWholeText());
            return;
        }
        String text = words.text();
        boolean atStart = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
        out.append(atStart ? text.stripLeading() : text);
    }

    private void newLine() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        if (end > 0 && out.charAt(end - 1) != '\n') {
            out.append('\n');
        }
    }

    private String finished() {
        String lines = out.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
        return lines.replaceAll("\n{3,}", "\n\n").strip();
    }
}
