package io.sallyport.telemetry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A span as it came to a collector.
 *
 * @param parent empty where it is the first of its trace
 */
record ExportedSpan(String trace, String id, String parent, String name) {
    private static final int BYTES = 2;
    private static final int GRPC_PREFIX = 5;

    /** Of one export: resources, scopes in them, spans in these. */
    static List<ExportedSpan> of(byte[] export) {
        ByteBuffer request = ByteBuffer.wrap(export, GRPC_PREFIX, export.length - GRPC_PREFIX);
        return fields(request.slice(), 1).stream()
                .flatMap(resource -> fields(resource, 2).stream())
                .flatMap(scope -> fields(scope, 2).stream())
                .map(span -> new ExportedSpan(hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5)))
                .toList();
    }

    private static String hex(ByteBuffer message, int field) {
        return fields(message, field).stream()
                .map(value -> HexFormat.of().formatHex(bytes(value)))
                .findFirst()
                .orElse("");
    }

    private static String text(ByteBuffer message, int field) {
        return new String(bytes(fields(message, field).getFirst()), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] all = new byte[value.remaining()];
        value.duplicate().get(all);
        return all;
    }

    /** All values of {@code field} in a message of protocol buffers, as far as they have a length of their own. */
    private static List<ByteBuffer> fields(ByteBuffer message, int field) {
        ByteBuffer rest = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> values = new ArrayList<>();
        while (rest.hasRemaining()) {
            long tag = varint(rest);
            int length = switch ((int) tag & 7) {
                case 0 -> {
                    var _ = varint(rest);
                    yield 0;
                }
                case 1 -> 8;
                case BYTES -> (int) varint(rest);
                case 5 -> 4;
                default -> throw new IllegalArgumentException("not a message: tag " + tag);
            };
            if (tag == ((long) field << 3 | BYTES)) {
                values.add(rest.slice(rest.position(), length));
            }
            rest.position(rest.position() + length);
        }
        return values;
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
