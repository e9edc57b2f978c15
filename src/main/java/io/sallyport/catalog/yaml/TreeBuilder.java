package io.sallyport.catalog.yaml;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the parser's graph into our tree. Aliases are followed, within bounds, so that a few lines cannot fill the memory. */
final class TreeBuilder {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 100_000;
    private static final Map<Tag, ScalarType> TYPES = Map.of(
            Tag.STR, ScalarType.TEXT,
            Tag.INT, ScalarType.WHOLE_NUMBER,
            Tag.FLOAT, ScalarType.NUMBER,
            Tag.BOOL, ScalarType.SWITCH,
            Tag.NULL, ScalarType.NOTHING);

    private final References references;
    private final Findings findings;
    private int depth;
    private int nodes;

    TreeBuilder(References references, Findings findings) {
        this.references = references;
        this.findings = findings;
    }

    /** {@code field} says which field this is; where it stands is taken from the node. */
    YamlNode build(Node node, Place field) {
        Place place = YamlReader.at(field, node.getStartMark());
        if (depth >= MAX_DEPTH || ++nodes > MAX_NODES) {
            findings.error(
                    place, "The file is nested too deep, or its aliases make it too big.", "Write it out simply.");
            return nothing(place);
        }
        depth++;
        YamlNode built = switch (node) {
            case MappingNode mapping -> mapping(mapping, place);
            case SequenceNode sequence -> sequence(sequence, place);
            case ScalarNode scalar -> scalar(scalar, place);
            default -> nothing(place);
        };
        depth--;
        return built;
    }

    private YamlNode mapping(MappingNode node, Place place) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.error(YamlReader.at(place, tuple.getKeyNode().getStartMark()), "A key must be a text.", "");
                continue;
            }
            String name = key.getValue();
            Place keyPlace = YamlReader.at(place.key(name), key.getStartMark());
            YamlNode.Entry entry = new YamlNode.Entry(keyPlace, build(tuple.getValueNode(), place.key(name)));
            YamlNode.Entry earlier = entries.putIfAbsent(name, entry);
            if (earlier != null) {
                repeated(name, keyPlace, earlier.keyPlace());
            }
        }
        return new YamlNode.Mapping(place, entries);
    }

    private void repeated(String name, Place again, Place earlier) {
        findings.error(
                again,
                "`" + name + "` stands here a second time; the first is in line " + earlier.line() + ".",
                "Remove or rename one of the two.");
    }

    private YamlNode sequence(SequenceNode node, Place place) {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(build(item, place.index(items.size())));
        }
        return new YamlNode.Sequence(place, items);
    }

    private YamlNode scalar(ScalarNode node, Place place) {
        String written = node.getValue();
        Text text = references.resolve(written, place, findings);
        ScalarType type = TYPES.getOrDefault(node.getTag(), ScalarType.TEXT);
        return new YamlNode.Scalar(place, written, text, type);
    }

    private static YamlNode nothing(Place place) {
        return new YamlNode.Scalar(place, "", Text.of(""), ScalarType.NOTHING);
    }
}
