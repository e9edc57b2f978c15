package io.sallyport.tool.mcp;

/** The pins of other tests do what the real ones do. */
class TestingPinsTest extends PinsContract {
    private final TestingPins pins = new TestingPins();

    @Override
    protected Pins pins() {
        return pins;
    }
}
