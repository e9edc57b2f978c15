package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds {@code price:}, one mapping or a list of dated ones. */
final class PriceBinder {
    private final Findings findings;
    private final Map<Instant, Place> begins = new HashMap<>();
    private Optional<String> firstCurrency = Optional.empty();

    private PriceBinder(Findings findings) {
        this.findings = findings;
    }

    static Optional<PriceList> bind(Fields model) {
        PriceBinder binder = new PriceBinder(model.findings());
        List<YamlNode> items = model.items("price");
        List<Price> prices = new ArrayList<>();
        if (items.isEmpty()) {
            binder.price(model.fields("price")).ifPresent(prices::add);
        }
        for (YamlNode item : items) {
            binder.price(Fields.of(item, model.findings())).ifPresent(prices::add);
        }
        return prices.isEmpty() ? Optional.empty() : Optional.of(new PriceList(prices));
    }

    private Optional<Price> price(Fields fields) {
        Optional<BigDecimal> input = fields.number("inputPerMillion");
        Optional<BigDecimal> output = fields.number("outputPerMillion");
        Optional<String> currency = fields.text("currency").flatMap(code -> currency(code, fields));
        Optional<Instant> from = from(fields);
        if (input.isEmpty() || output.isEmpty() || currency.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Price(
                from.get(),
                input.get(),
                fields.number("cachedInputPerMillion").orElse(input.get()),
                fields.number("cacheWritePerMillion").orElse(input.get()),
                output.get(),
                fields.number("reasoningPerMillion").orElse(output.get()),
                fields.number("perRequest").orElse(BigDecimal.ZERO),
                currency.get()));
    }

    private Optional<Instant> from(Fields fields) {
        Optional<String> written = fields.text("from");
        if (written.isEmpty()) {
            return unique(Instant.MIN, fields.place());
        }
        try {
            return unique(moment(written.get()), fields.at("from"));
        } catch (DateTimeParseException e) {
            findings.error(
                    fields.at("from"),
                    "`" + written.get() + "` is no date that the calendar has.",
                    "Write a date such as `2026-01-01`.");
            return Optional.empty();
        }
    }

    private static Instant moment(String written) {
        return written.contains("T")
                ? OffsetDateTime.parse(written).toInstant()
                : LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Optional<Instant> unique(Instant begin, Place place) {
        Place earlier = begins.putIfAbsent(begin, place);
        if (earlier == null) {
            return Optional.of(begin);
        }
        findings.error(
                place,
                "Two prices begin at the same moment; the other one is in line " + earlier.line() + ".",
                "Remove one of the two, or give it another `from`.");
        return Optional.empty();
    }

    private Optional<String> currency(String code, Fields fields) {
        if (!isKnown(code)) {
            findings.error(
                    fields.at("currency"),
                    "There is no currency `" + code + "`.",
                    "Use a code of ISO 4217, such as `USD` or `EUR`.");
            return Optional.empty();
        }
        if (firstCurrency.filter(first -> !first.equals(code)).isPresent()) {
            findings.error(
                    fields.at("currency"),
                    "The prices of a model are in one currency, and the first one is in " + firstCurrency.get() + ".",
                    "Use one currency.");
            return Optional.empty();
        }
        firstCurrency = Optional.of(code);
        return Optional.of(code);
    }

    private static boolean isKnown(String code) {
        try {
            return Currency.getInstance(code).getNumericCode() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
