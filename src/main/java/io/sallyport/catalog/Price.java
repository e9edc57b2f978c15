package io.sallyport.catalog;

import java.math.BigDecimal;

/** Price per million tokens, in units of {@code currency} (ISO 4217). */
public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion, String currency) {}
