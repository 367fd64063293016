package io.github.fisherscope.core.engine;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.OutputFileException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A file of answers in the order in which they came: a header with the digest of whose answers they are, then for each answer
 * the digest of its question, its numbers and a checksum. An answer that was not written to its end is none.
 */
final class AnswerJournal implements Closeable {
    private static final byte[] MAGIC = {'f', 'i', 's', 'h', 'e', 'r', 'J', '1'};

    private final Path file;
    private final FileChannel channel;
    private final DataInputStream in;
    private final CheckedInputStream checked;
    /** Bytes of the header and of the answers that were read or written whole. */
    private long sound;

    private boolean reading = true;
    private int replayed;

    private AnswerJournal(Path file, FileChannel channel, long sound) throws IOException {
        this.file = file;
        this.channel = channel;
        this.sound = sound;
        channel.position(sound);
        this.checked = new CheckedInputStream(new BufferedInputStream(Channels.newInputStream(channel)), new CRC32());
        this.in = new DataInputStream(checked);
    }

    static AnswerJournal open(Path file, byte[] owner) {
        byte[] header = Arrays.copyOf(MAGIC, MAGIC.length + owner.length);
        System.arraycopy(owner, 0, header, MAGIC.length, owner.length);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            ByteBuffer found = ByteBuffer.allocate(header.length);
            while (found.hasRemaining() && channel.read(found, found.position()) > 0) {}
            if (found.position() > 0 && !startsAlike(found.array(), header, found.position())) {
                channel.close();
                throw InputFileException.of(
                        file,
                        "keeps the answers of another study, network, data set or number of partitions",
                        "name another folder, or remove this one to begin anew");
            }
            if (found.hasRemaining()) {
                channel.write(ByteBuffer.wrap(header), 0);
                channel.truncate(header.length);
            }
            return new AnswerJournal(file, channel, header.length);
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }

    private static boolean startsAlike(byte[] found, byte[] header, int count) {
        return Arrays.equals(found, 0, count, header, 0, count);
    }

    int replayed() {
        return replayed;
    }

    /** Returns the next answer of the file if it is one to this question; from the first that is not, there is none. */
    Optional<List<double[][]>> next(byte[] question) {
        if (!reading) {
            return Optional.empty();
        }
        try {
            checked.getChecksum().reset();
            byte[] found = in.readNBytes(QuestionDigest.BYTES);
            if (Arrays.equals(found, question)) {
                long bytes = QuestionDigest.BYTES;
                List<double[][]> answer = new ArrayList<>();
                int parts = in.readInt();
                bytes += Integer.BYTES;
                for (int p = 0; p < parts; p++) {
                    double[][] vectors = new double[in.readInt()][];
                    bytes += Integer.BYTES;
                    for (int i = 0; i < vectors.length; i++) {
                        vectors[i] = vector();
                        bytes += Integer.BYTES + (long) Double.BYTES * vectors[i].length;
                    }
                    answer.add(vectors);
                }
                long sum = checked.getChecksum().getValue();
                if (in.readLong() == sum) {
                    sound += bytes + Long.BYTES;
                    replayed++;
                    return Optional.of(answer);
                }
            }
        } catch (EOFException | NegativeArraySizeException e) {
            reading = false; // cut off here
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
        stopReading();
        return Optional.empty();
    }

    private double[] vector() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > channel.size() / Double.BYTES) {
            throw new EOFException("a length that was not written to its end");
        }
        double[] vector = new double[length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = in.readDouble();
        }
        return vector;
    }

    private void stopReading() {
        reading = false;
        try {
            channel.truncate(sound);
            channel.position(sound);
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }

    void append(byte[] question, List<double[][]> answer) {
        try {
            CRC32 sum = new CRC32();
            DataOutputStream out = new DataOutputStream(
                    new BufferedOutputStream(new CheckedOutputStream(Channels.newOutputStream(channel), sum)));
            out.write(question);
            out.writeInt(answer.size());
            for (double[][] vectors : answer) {
                out.writeInt(vectors.length);
                for (double[] vector : vectors) {
                    out.writeInt(vector.length);
                    for (double x : vector) {
                        out.writeDouble(x);
                    }
                }
            }
            out.flush();
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, sum.getValue()));
            channel.force(false);
            sound = channel.position();
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }
}
