package io.sallyport.bench;

/**
 * Something that answers chat completions.
 *
 * @param model   what it is asked for whole answers
 * @param process the process whose time and memory count
 */
record Target(String name, int port, String key, String model, ChildProcess process) {
    static final String DIRECT = "direct";
    static final String FLOOR = "floor";
    static final String GATEWAY = "gateway";
}
