package io.sallyport.routing;

import io.sallyport.provider.ProviderFault;

/** From a broken exchange to the row of the fault table. */
final class FaultOutcomes {
    private FaultOutcomes() {}

    static AttemptOutcome of(ProviderFault.Kind kind) {
        return switch (kind) {
            case DNS -> AttemptOutcome.DNS_FAILED;
            case CONNECT -> AttemptOutcome.CONNECT_FAILED;
            case CONNECT_TIMEOUT -> AttemptOutcome.CONNECT_TIMEOUT;
            case TLS -> AttemptOutcome.TLS_FAILED;
            case STALE_CONNECTION, RESET -> AttemptOutcome.RESET;
            case CUT -> AttemptOutcome.CUT;
            case PROTOCOL -> AttemptOutcome.MALFORMED;
        };
    }
}
