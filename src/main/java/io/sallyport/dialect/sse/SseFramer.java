package io.sallyport.dialect.sse;

import java.util.Arrays;

/**
 * Cuts an event stream (WHATWG HTML, section 9.2.6) into events, wherever the network cut it into parts. Lines end with LF, CR LF
 * or CR; a leading byte order mark and blank lines between events are dropped. Memory is bounded by the largest permitted event.
 * One framer serves one stream, on one thread.
 */
public final class SseFramer {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] END_OF_EVENT = {'\n', '\n'};
    private static final byte[] NOTHING = {};
    private static final int KEEP = 1 << 16;

    private final int maxEventBytes;
    private byte[] held = NOTHING;
    private int heldBytes;
    private byte[] joined = NOTHING;
    private int joinedBytes;
    private int markBytes;
    private boolean lineBegins = true;
    private boolean afterCr;
    private boolean skipLf;
    private boolean tooLarge;

    /** Takes the events; whatever it throws goes through to whoever feeds the framer. */
    public interface Handler {
        /**
         * One event. The arrays are valid only during the call, and may be one and the same.
         *
         * @param raw      holds the event as it came, its blank line included: the fed bytes themselves when it arrived whole
         * @param data     holds the data field, its lines joined with LF
         * @param dataFrom -1, like {@code dataTo}, when the event has no data field: a comment, for instance
         */
        void event(byte[] raw, int rawFrom, int rawTo, byte[] data, int dataFrom, int dataTo);
    }

    public SseFramer(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** Takes the next part of the body. False, now and for ever, once an event is larger than permitted. */
    public boolean feed(byte[] bytes, int from, int to, Handler handler) {
        int at = afterByteOrderMark(bytes, from, to);
        if (skipLf && at < to) {
            skipLf = false;
            at += bytes[at] == '\n' ? 1 : 0;
        }
        while (at < to && !tooLarge) {
            int end = endOfEvent(bytes, at, to);
            if (end < 0) {
                hold(bytes, at, to);
                break;
            }
            take(bytes, at, end, handler);
            at = end;
        }
        return !tooLarge;
    }

    /**
     * The body is complete. A last event that lacks its blank line, as some providers leave it, is delivered if it has data; its raw
     * form gets the missing line ends.
     */
    public void end(Handler handler) {
        if (heldBytes > 0 && !tooLarge) {
            System.arraycopy(END_OF_EVENT, 0, room(END_OF_EVENT.length), heldBytes, END_OF_EVENT.length);
            int length = heldBytes + (lineBegins && !afterCr ? 1 : 2);
            heldBytes = 0;
            if (hasData(held, length)) {
                deliver(held, 0, length, handler);
            }
        }
    }

    /** Whether an event has begun whose end has not been seen. */
    public boolean midEvent() {
        return heldBytes > 0;
    }

    private void take(byte[] bytes, int from, int to, Handler handler) {
        if (heldBytes > 0) {
            hold(bytes, from, to);
            int length = heldBytes;
            heldBytes = 0;
            if (!tooLarge) {
                deliver(held, 0, length, handler);
            }
            held = held.length > KEEP ? NOTHING : held;
        } else if (to - from > maxEventBytes) {
            tooLarge = true;
        } else if (bytes[from] != '\n' && bytes[from] != '\r') {
            deliver(bytes, from, to, handler);
        }
    }

    private int afterByteOrderMark(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && markBytes < BYTE_ORDER_MARK.length) {
            if (bytes[at] != BYTE_ORDER_MARK[markBytes]) {
                hold(BYTE_ORDER_MARK, 0, markBytes);
                lineBegins = markBytes == 0;
                markBytes = BYTE_ORDER_MARK.length;
                return at;
            }
            markBytes++;
            at++;
        }
        return at;
    }

    /** The position behind the blank line that ends the event, or -1; remembers how far into a line the bytes reached. */
    private int endOfEvent(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c != '\n' && c != '\r') {
                lineBegins = false;
                afterCr = false;
            } else if (c == '\n' && afterCr) {
                afterCr = false;
            } else if (lineBegins) {
                return afterBlankLine(bytes, i, to);
            } else {
                lineBegins = true;
                afterCr = c == '\r';
            }
        }
        return -1;
    }

    /** A CR ends the event at once; the LF that may come with the next part belongs to it and is dropped then. */
    private int afterBlankLine(byte[] bytes, int at, int to) {
        afterCr = false;
        if (bytes[at] == '\n') {
            return at + 1;
        }
        skipLf = at + 1 == to;
        return at + 1 < to && bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private void hold(byte[] bytes, int from, int to) {
        if (to - from > maxEventBytes - heldBytes) {
            tooLarge = true;
            heldBytes = 0;
            held = NOTHING;
            return;
        }
        System.arraycopy(bytes, from, room(to - from), heldBytes, to - from);
        heldBytes += to - from;
    }

    private byte[] room(int more) {
        if (held.length < heldBytes + more) {
            held = Arrays.copyOf(held, Math.max(heldBytes + more, Math.min(2 * held.length, maxEventBytes)));
        }
        return held;
    }

    private void deliver(byte[] raw, int from, int to, Handler handler) {
        int lines = 0;
        int dataFrom = -1;
        int dataTo = -1;
        for (int line = from, end; line < to; line = nextLine(raw, end, to)) {
            end = endOfLine(raw, line, to);
            if (isData(raw, line, end)) {
                int valueFrom = valueFrom(raw, line, end);
                if (++lines == 1) {
                    dataFrom = valueFrom;
                    dataTo = end;
                } else {
                    joinLine(lines, raw, dataFrom, dataTo, valueFrom, end);
                }
            }
        }
        if (lines < 2) {
            handler.event(raw, from, to, raw, dataFrom, dataTo);
        } else {
            handler.event(raw, from, to, joined, 0, joinedBytes);
            joined = joined.length > KEEP ? NOTHING : joined;
        }
    }

    private void joinLine(int lines, byte[] raw, int firstFrom, int firstTo, int from, int to) {
        if (lines == 2) {
            joinedBytes = 0;
            join(raw, firstFrom, firstTo);
        }
        join(END_OF_EVENT, 0, 1);
        join(raw, from, to);
    }

    private void join(byte[] bytes, int from, int to) {
        int total = joinedBytes + to - from;
        if (joined.length < total) {
            joined = Arrays.copyOf(joined, Math.max(total, 2 * joined.length));
        }
        System.arraycopy(bytes, from, joined, joinedBytes, to - from);
        joinedBytes = total;
    }

    private static boolean hasData(byte[] raw, int to) {
        for (int line = 0, end; line < to; line = nextLine(raw, end, to)) {
            end = endOfLine(raw, line, to);
            if (isData(raw, line, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isData(byte[] raw, int line, int end) {
        int afterName = line + DATA.length;
        return end >= afterName
                && Arrays.equals(raw, line, afterName, DATA, 0, DATA.length)
                && (end == afterName || raw[afterName] == ':');
    }

    private static int valueFrom(byte[] raw, int line, int end) {
        int from = Math.min(line + DATA.length + 1, end);
        return from < end && raw[from] == ' ' ? from + 1 : from;
    }

    private static int endOfLine(byte[] raw, int from, int to) {
        int i = from;
        while (i < to && raw[i] != '\n' && raw[i] != '\r') {
            i++;
        }
        return i;
    }

    private static int nextLine(byte[] raw, int endOfLine, int to) {
        boolean crLf = endOfLine + 1 < to && raw[endOfLine] == '\r' && raw[endOfLine + 1] == '\n';
        return endOfLine + (crLf ? 2 : 1);
    }
}
