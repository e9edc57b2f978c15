package io.sallyport.prompt.template;

import com.github.jknack.handlebars.internal.HbsLexer;
import com.github.jknack.handlebars.internal.antlr.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Handlebars' rules of white space: a block's tag, a comment or a partial that is alone in its line takes the line with it, and a tilde takes
 * all white space on its side.
 */
final class Whitespace {
    private static final Set<Integer> BEGIN = Set.of(
            HbsLexer.START_BLOCK,
            HbsLexer.END_BLOCK,
            HbsLexer.START_PARTIAL,
            HbsLexer.START,
            HbsLexer.START_T,
            HbsLexer.START_AMP);
    private static final Set<Integer> END = Set.of(HbsLexer.END, HbsLexer.END_T);

    private final List<Token> tokens;
    private final Map<Integer, int[]> cuts = new HashMap<>();

    private Whitespace(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The texts by their tokens' index, with what the rules take away gone. */
    static Map<Integer, String> trimmed(List<Token> tokens) {
        return new Whitespace(tokens).trim();
    }

    private Map<Integer, String> trim() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).getType() == HbsLexer.COMMENT) {
                tag(i, i, true);
            } else if (BEGIN.contains(tokens.get(i).getType())) {
                tag(i, end(i), takesItsLine(i));
            }
        }
        Map<Integer, String> texts = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (isText(i)) {
                String text = text(i);
                int from = cut(i)[0];
                texts.put(i, text.substring(from, Math.max(from, text.length() - cut(i)[1])));
            }
        }
        return texts;
    }

    private boolean takesItsLine(int begin) {
        int type = tokens.get(begin).getType();
        boolean anElse = type == HbsLexer.START && tokens.get(begin + 1).getType() == HbsLexer.ELSE;
        return anElse || type == HbsLexer.START_BLOCK || type == HbsLexer.END_BLOCK || type == HbsLexer.START_PARTIAL;
    }

    private int end(int begin) {
        int end = begin;
        while (end < tokens.size() - 1 && !END.contains(tokens.get(end).getType())) {
            end++;
        }
        return end;
    }

    private void tag(int begin, int end, boolean takesItsLine) {
        int before = begin - 1;
        int after = end + 1;
        if (text(begin).startsWith("{{~") && isText(before)) {
            cutEnd(before, text(before).length() - text(before).stripTrailing().length());
        }
        if (text(end).endsWith("~}}") && isText(after)) {
            cutStart(after, text(after).length() - text(after).stripLeading().length());
        }
        if (takesItsLine && blankBefore(before) && blankAfter(after)) {
            if (isText(before)) {
                cutEnd(before, text(before).length() - text(before).lastIndexOf('\n') - 1);
            }
            if (isText(after)) {
                int line = text(after).indexOf('\n');
                cutStart(after, line < 0 ? text(after).length() : line + 1);
            }
        }
    }

    private boolean blankBefore(int index) {
        if (index < 0) {
            return true;
        }
        String text = isText(index) ? text(index) : "x";
        int line = text.lastIndexOf('\n');
        return text.substring(line + 1).isBlank() && (line >= 0 || index == 0);
    }

    private boolean blankAfter(int index) {
        if (tokens.get(index).getType() == Token.EOF) {
            return true;
        }
        String text = isText(index) ? text(index) : "x";
        int line = text.indexOf('\n');
        boolean last = tokens.get(index + 1).getType() == Token.EOF;
        return (line < 0 ? text : text.substring(0, line)).isBlank() && (line >= 0 || last);
    }

    private boolean isText(int index) {
        return index >= 0 && index < tokens.size() && tokens.get(index).getType() == HbsLexer.TEXT;
    }

    private String text(int index) {
        return tokens.get(index).getText();
    }

    private int[] cut(int index) {
        return cuts.computeIfAbsent(index, key -> new int[2]);
    }

    private void cutStart(int index, int chars) {
        cut(index)[0] = Math.max(cut(index)[0], chars);
    }

    private void cutEnd(int index, int chars) {
        cut(index)[1] = Math.max(cut(index)[1], chars);
    }
}
