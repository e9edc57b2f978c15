package io.sallyport.embedded.shop;

import io.sallyport.core.Sha256;
import java.util.Base64;
import java.util.List;

/** The ledger as a page that needs nothing but itself: no script, no other host, and a policy that permits neither. */
final class LedgerPage {
    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem}"
                    + "table{border-collapse:collapse;width:100%}"
                    + "th,td{border-bottom:1px solid #ccc;padding:.4rem .6rem;text-align:left;vertical-align:top}"
                    + "code{font-size:.8rem;overflow-wrap:anywhere}";

    /** The one style, by its hash. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String HEAD = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"2\">"
            + "<title>Example shop: ledger</title><style>" + STYLE + "</style></head><body><h1>Example shop</h1>"
            + "<p>Every order that was taken, newest first. A key makes one order, however often it comes.</p>"
            + "<table><thead><tr><th>order</th><th>sku</th><th>quantity</th><th>taken at</th><th>key</th>"
            + "<th>key came</th></tr></thead><tbody>";
    private static final String NOTHING = "<tr><td colspan=\"6\">Nothing yet.</td></tr>";

    private LedgerPage() {}

    static String of(List<Entry> entries) {
        StringBuilder page = new StringBuilder(HEAD);
        entries.forEach(entry -> row(page, entry));
        return page.append(entries.isEmpty() ? NOTHING : "")
                .append("</tbody></table></body></html>")
                .toString();
    }

    private static void row(StringBuilder page, Entry entry) {
        page.append("<tr><td><code>").append(escaped(entry.id())).append("</code></td><td>");
        page.append(escaped(entry.order().sku())).append("</td><td>");
        page.append(entry.order().quantity()).append("</td><td>");
        page.append(entry.time()).append("</td><td><code>");
        page.append(escaped(entry.key())).append("</code></td><td>");
        page.append(entry.asked() == 1 ? "once" : entry.asked() + " times").append("</td></tr>");
    }

    /** Articles and keys are whatever a caller, or a model, has written. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String hash(String style) {
        return Base64.getEncoder().encodeToString(Sha256.of(style).bytes());
    }
}
