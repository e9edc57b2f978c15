package io.sallyport.architecture;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Reads sources with the compiler's own parser and says what in them is too large. */
final class Sizes {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 50;
    private static final int CONSTRUCTOR_PARAMETERS = 7;

    private Sizes() {}

    /** One sentence for each that is too large, with its place. */
    static List<String> tooLarge(List<Path> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<String> tooLarge = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new Measuring(unit, positions, tooLarge).measure();
            }
            return tooLarge;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file. */
    private static final class Measuring extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLarge;
        private final LineMap map;
        private final String file;
        private final BitSet used;
        private final List<MethodTree> methods = new ArrayList<>();

        Measuring(CompilationUnitTree unit, SourcePositions positions, List<String> tooLarge) throws IOException {
            this.unit = unit;
            this.positions = positions;
            this.tooLarge = tooLarge;
            this.map = unit.getLineMap();
            this.file = String.valueOf(Path.of(unit.getSourceFile().toUri()).getFileName());
            this.used = used(unit.getSourceFile().getCharContent(false).toString());
        }

        void measure() throws IOException {
            long lines = unit.getSourceFile()
                    .getCharContent(false)
                    .toString()
                    .lines()
                    .count();
            if (lines > FILE_LINES) {
                tooLarge.add(file + ": " + lines + " lines, at most " + FILE_LINES);
            }
            scan(unit, null);
            methods.forEach(this::measure);
        }

        /** Lines by number that are not empty and hold more than a comment to their end. */
        private static BitSet used(String text) {
            BitSet used = new BitSet();
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                String said = line.strip();
                used.set(number, !said.isEmpty() && !said.startsWith("//"));
            }
            return used;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            methods.add(method);
            return super.visitMethod(method, nothing);
        }

        /** A text block says something on its empty lines too. */
        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
            used.set(first(literal), last(literal) + 1);
            return super.visitLiteral(literal, nothing);
        }

        private void measure(MethodTree method) {
            int parameters = method.getParameters().size();
            boolean constructor = method.getName().contentEquals("<init>");
            if (constructor && !isCompact(method) && parameters > CONSTRUCTOR_PARAMETERS) {
                tooLarge.add("%s:%d: a constructor with %d parameters, at most %d"
                        .formatted(file, first(method), parameters, CONSTRUCTOR_PARAMETERS));
            }
            BlockTree body = method.getBody();
            if (body != null) {
                int lines = used.get(first(body), last(body) + 1).cardinality();
                if (lines > METHOD_LINES) {
                    tooLarge.add("%s:%d: %s has %d lines, at most %d"
                            .formatted(file, first(method), method.getName(), lines, METHOD_LINES));
                }
            }
        }

        /** Its parameters are those of the record's header, which may be as wide as what it describes. */
        private boolean isCompact(MethodTree method) {
            return !method.getParameters().isEmpty()
                    && positions.getStartPosition(unit, method.getParameters().getFirst())
                            < positions.getStartPosition(unit, method);
        }

        private int first(Tree tree) {
            return (int) map.getLineNumber(positions.getStartPosition(unit, tree));
        }

        private int last(Tree tree) {
            return (int) map.getLineNumber(positions.getEndPosition(unit, tree) - 1);
        }
    }
}
