package io.sallyport.tool.door;

import java.time.Duration;

class TestingDirectLedgerTest extends DirectLedgerContract {
    private final TestingDirectLedger ledger = new TestingDirectLedger();

    @Override
    protected DirectLedger ledger() {
        return ledger;
    }

    @Override
    protected void elapse(Duration time) {
        ledger.elapse(time);
    }
}
