package io.sallyport.prompt.template;

import java.util.List;

/**
 * What was read.
 *
 * @param nodes  in their order; empty where there are faults
 * @param faults in reading order
 */
public record Template(List<Node> nodes, List<Fault> faults) {
    public Template {
        nodes = List.copyOf(nodes);
        faults = List.copyOf(faults);
    }

    static Template bad(List<Fault> faults) {
        return new Template(List.of(), faults);
    }
}
