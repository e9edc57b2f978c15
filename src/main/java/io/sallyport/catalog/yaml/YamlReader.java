package io.sallyport.catalog.yaml;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads one YAML document. What cannot be read is found, not thrown. */
public final class YamlReader {
    private static final int MAX_CHARACTERS = 2_000_000;

    private final References references;

    public YamlReader(References references) {
        this.references = references;
    }

    /** The file's tree, or empty where it is no YAML at all; trouble on the way goes to {@code findings}. */
    public Optional<YamlNode> read(String file, String content, Findings findings) {
        Place top = Place.wholeFile(file);
        try {
            Iterator<Node> documents =
                    new Compose(settings(file)).composeAllFromString(content).iterator();
            if (!documents.hasNext()) {
                findings.error(top.moved(1, 1), "The file is empty.", "Write what belongs in it, or remove it.");
                return Optional.empty();
            }
            YamlNode tree = new TreeBuilder(references, findings).build(documents.next(), top);
            if (documents.hasNext()) {
                findings.error(
                        at(top, documents.next().getStartMark()), "A second document begins here.", ONE_DOCUMENT);
            }
            return Optional.of(tree);
        } catch (MarkedYamlEngineException e) {
            findings.error(at(top, e.getProblemMark()), "This is not YAML: " + e.getProblem() + ".", hint(e, content));
        } catch (YamlEngineException e) {
            findings.error(
                    top, "The file cannot be read as YAML: it is too long, or nested too deep.", "Make it smaller.");
        }
        return Optional.empty();
    }

    private static final String ONE_DOCUMENT = "Remove the `---`, and what follows it: a file holds one document.";

    private static LoadSettings settings(String file) {
        return LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
    }

    private static String hint(MarkedYamlEngineException e, String content) {
        if (e.getProblem().contains("\\t") || e.getProblem().contains("TAB")) {
            return "Indent with spaces, never with tabs.";
        }
        if (lineOf(e, content).contains("${")) {
            return "Within `{ }` and `[ ]`, put references in quotes: `\"${VARIABLE}\"`.";
        }
        int line = e.getProblemMark().map(Mark::getLine).orElse(0);
        return e.getContextMark()
                .filter(mark -> mark.getLine() < line)
                .map(mark -> "It began in line " + (mark.getLine() + 1)
                        + ": check the indentation, quotes and brackets there.")
                .orElse("Check the indentation, quotes and brackets in and above this line.");
    }

    private static String lineOf(MarkedYamlEngineException e, String content) {
        return e.getProblemMark()
                .flatMap(mark -> content.lines().skip(mark.getLine()).findFirst())
                .orElse("");
    }

    static Place at(Place place, Optional<Mark> mark) {
        return mark.map(spot -> place.moved(spot.getLine() + 1, spot.getColumn() + 1))
                .orElse(place);
    }
}
