package io.sallyport.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The prices of one model over time. What is done at a moment is paid at the price of that moment, however late it is booked.
 *
 * @param prices all in one currency, the earliest first, no two from the same moment
 */
public record PriceList(List<Price> prices) {
    public PriceList {
        if (prices.isEmpty()) {
            throw new IllegalArgumentException("a price list has a price");
        }
        prices = prices.stream().sorted(Comparator.comparing(Price::from)).toList();
    }

    public static PriceList of(Price price) {
        return new PriceList(List.of(price));
    }

    /** The price at {@code moment}; empty before the first one begins. */
    public Optional<Price> at(Instant moment) {
        Price current = null;
        for (Price price : prices) {
            if (!price.from().isAfter(moment)) {
                current = price;
            }
        }
        return Optional.ofNullable(current);
    }

    public String currency() {
        return prices.getFirst().currency();
    }

    /** Whether it has a price from the beginning of time, so that no moment is without one. */
    public boolean coversAlways() {
        return prices.getFirst().from().equals(Instant.MIN);
    }
}
