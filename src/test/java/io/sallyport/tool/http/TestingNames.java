package io.sallyport.tool.http;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server over UDP (RFC 1035) that answers each question about IPv4 with the next of what it was told, and the last for ever; it has no
 * other records, and wants nothing remembered.
 */
final class TestingNames implements AutoCloseable {
    private static final int TYPE_A = 1;

    private final DatagramSocket socket;
    private final Queue<List<String>> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();

    private TestingNames(DatagramSocket socket) {
        this.socket = socket;
    }

    static TestingNames start() {
        try {
            TestingNames names = new TestingNames(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("testing names").start(names::serve);
            return names;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What the next question about IPv4 is answered with, and all after the last of these. */
    TestingNames next(String... addresses) {
        answers.add(List.of(addresses));
        return this;
    }

    /** Questions about IPv4 addresses so far. */
    int asked() {
        return asked.get();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] reply = reply(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            assert socket.isClosed() : e; // closing is how this loop ends
        }
    }

    private byte[] reply(byte[] query) throws IOException {
        int end = 12;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        int type = query[end + 2];
        List<String> found = type == TYPE_A ? next() : List.of();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2); // the same id
        out.writeShort(0x8580); // an answer, authoritative
        out.writeShort(1);
        out.writeShort(found.size());
        out.writeInt(0);
        out.write(query, 12, end + 5 - 12); // the question again
        for (String address : found) {
            out.writeShort(0xC00C); // the name of the question
            out.writeShort(TYPE_A);
            out.writeShort(1);
            out.writeInt(0); // seconds to remember it
            out.writeShort(4);
            out.write(InetAddress.ofLiteral(address).getAddress());
        }
        return bytes.toByteArray();
    }

    private List<String> next() {
        asked.incrementAndGet();
        return answers.size() > 1 ? answers.remove() : answers.peek();
    }

    @Override
    public void close() {
        socket.close();
    }
}
