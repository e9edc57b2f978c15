package io.sallyport.tool;

import com.networknt.schema.path.NodePath;

/** JSON Pointers (RFC 6901). */
final class Pointers {
    private Pointers() {}

    static String of(NodePath path) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(escaped(path.getName(i)));
        }
        return pointer.toString();
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
