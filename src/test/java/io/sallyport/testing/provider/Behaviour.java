package io.sallyport.testing.provider;

/** How one request is treated: a script over the connection it came on. */
@FunctionalInterface
public interface Behaviour {
    void serve(Exchange exchange);
}
