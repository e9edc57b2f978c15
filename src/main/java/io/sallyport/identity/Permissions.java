package io.sallyport.identity;

/** What one caller may do under one catalogue snapshot. Deny by default. */
public interface Permissions {
    /** Whether {@code permission}, such as {@code route:chat-default} or {@code admin}, is granted. */
    boolean allows(String permission);
}
