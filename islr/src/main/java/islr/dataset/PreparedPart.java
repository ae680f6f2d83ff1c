package islr.dataset;

import islr.system.Sample;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/// Samples of sequences one behind the other: in memory, or in a file of which only those are read that are asked for.
final class PreparedPart implements Closeable {
    /// Of each sample, and of the end.
    private final int[] firstRows;
    private final int width;
    /// `[rows, F]`; null if they are in the file.
    private final float[] values;
    private final Path file;
    private final FileChannel channel;
    private final long begin;

    private PreparedPart(int[] firstRows, int width, float[] values, Path file, FileChannel channel, long begin) {
        this.firstRows = firstRows;
        this.width = width;
        this.values = values;
        this.file = file;
        this.channel = channel;
        this.begin = begin;
    }

    static PreparedPart of(List<Sample> samples, int width) {
        int[] lengths = samples.stream().mapToInt(Sample::rows).toArray();
        int[] firstRows = firstRows(lengths);
        float[] values = new float[Math.multiplyExact(firstRows[lengths.length], width)];
        for (int i = 0; i < lengths.length; i++) {
            Tensor sample = samples.get(i).values();
            System.arraycopy(sample.array(), sample.offset(), values, firstRows[i] * width, sample.size());
        }
        return new PreparedPart(firstRows, width, values, null, null, 0);
    }

    /// @param lengths rows of each sample
    /// @param begin the place of the numbers in the file, in bytes
    static PreparedPart of(Path file, FileChannel channel, long begin, int width, int... lengths) {
        return new PreparedPart(firstRows(lengths), width, null, file, channel, begin);
    }

    private static int[] firstRows(int... lengths) {
        int[] first = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            first[i + 1] = Math.addExact(first[i], lengths[i]);
        }
        return first;
    }

    int samples() {
        return firstRows.length - 1;
    }

    int rows(int sample) {
        return firstRows[sample + 1] - firstRows[sample];
    }

    /// All numbers, of a part in memory.
    Tensor values() {
        return Tensor.of(Shape.of(firstRows[samples()], width), values);
    }

    Sample sample(int index) throws IOException {
        int rows = rows(index);
        if (values != null) {
            return new Sample(values().view(firstRows[index] * width, Shape.of(rows, width)));
        }
        ByteBuffer bytes = ByteBuffer.allocate(rows * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long from = begin + (long) firstRows[index] * width * Float.BYTES;
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException("it became shorter");
                }
            }
        } catch (IOException e) {
            throw new IOException(
                    file + ": prepared sequences cannot be read any more (" + e.getMessage() + "); start again", e);
        }
        float[] numbers = new float[rows * width];
        bytes.flip().asFloatBuffer().get(numbers);
        return new Sample(Tensor.of(Shape.of(rows, width), numbers));
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
