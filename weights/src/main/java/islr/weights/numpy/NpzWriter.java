package islr.weights.numpy;

import islr.tensor.Tensor;
import islr.weights.AtomicFile;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.text.OneLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes `.npz` files: stored entries of version 1 of the `.npy` format.
final class NpzWriter {
    /// The first moment of the zip format: the same checkpoint gives the same bytes at any time.
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int ALIGNED = 64;
    private static final int CHUNK = 1 << 16;

    private NpzWriter() {}

    static void write(Path path, Checkpoint checkpoint) throws WeightsException {
        for (Map.Entry<String, String> text : checkpoint.metadata().entrySet()) {
            if (text.getValue().endsWith("\0")) {
                throw new WeightsException(OneLine.path(path), "cannot be written: the metadata entry "
                        + OneLine.quoted(text.getKey()) + " ends in a zero character, which NumPy would cut off");
            }
            if (checkpoint.tensors().containsKey(Npz.METADATA + text.getKey())) {
                throw new WeightsException(OneLine.path(path), "cannot be written: a tensor is called "
                        + OneLine.quoted(Npz.METADATA + text.getKey()) + ", as a metadata entry would be; rename it");
            }
        }
        AtomicFile.write(path, channel -> {
            ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
            for (Map.Entry<String, Tensor> each : checkpoint.tensors().entrySet()) {
                writeTensor(zip, each.getKey(), each.getValue());
            }
            for (Map.Entry<String, String> each : checkpoint.metadata().entrySet()) {
                writeText(zip, Npz.METADATA + each.getKey(), each.getValue());
            }
            // Not closed: the channel is forced to the disk after this.
            zip.finish();
        });
    }

    /// Something that is written twice: once for its check sum, which stands before it.
    @FunctionalInterface
    private interface Content {
        void writeTo(Sink out) throws IOException;
    }

    @FunctionalInterface
    private interface Sink {
        void write(byte[] bytes, int count) throws IOException;
    }

    private static void writeTensor(ZipOutputStream zip, String name, Tensor tensor) throws IOException {
        byte[] header = header("<f4", tensor.shape().toArray());
        int size = tensor.shape().size();
        entry(zip, name, header.length + (long) size * Float.BYTES, out -> {
            out.write(header, header.length);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < size; from += CHUNK) {
                int count = Math.min(CHUNK, size - from);
                chunk.asFloatBuffer().put(tensor.array(), tensor.offset() + from, count);
                out.write(chunk.array(), count * Float.BYTES);
            }
        });
    }

    private static void writeText(ZipOutputStream zip, String name, String text) throws IOException {
        int[] points = text.codePoints().toArray();
        // NumPy has no text of no characters: one zero is the empty one.
        ByteBuffer data = ByteBuffer.allocate(Math.max(1, points.length) * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(points);
        byte[] header = header("<U" + Math.max(1, points.length));
        entry(zip, name, header.length + (long) data.capacity(), out -> {
            out.write(header, header.length);
            out.write(data.array(), data.capacity());
        });
    }

    private static void entry(ZipOutputStream zip, String name, long size, Content content) throws IOException {
        CRC32 crc = new CRC32();
        content.writeTo((bytes, count) -> crc.update(bytes, 0, count));
        ZipEntry entry = new ZipEntry(name + Npz.SUFFIX);
        entry.setTimeLocal(TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        OutputStream out = zip;
        content.writeTo((bytes, count) -> out.write(bytes, 0, count));
        zip.closeEntry();
    }

    /// Filled up with spaces to a multiple of 64 bytes, and ended by a new line, as NumPy writes it.
    private static byte[] header(String descr, int... sizes) {
        StringBuilder shape = new StringBuilder("(");
        for (int i = 0; i < sizes.length; i++) {
            shape.append(i == 0 ? "" : " ").append(sizes[i]).append(i < sizes.length - 1 || i == 0 ? "," : "");
        }
        String dict = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + "), }";
        int before = 10;
        int filled = (before + dict.length() + 1 + ALIGNED - 1) / ALIGNED * ALIGNED;
        String text = dict + " ".repeat(filled - before - dict.length() - 1) + "\n";
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
        header.write(text.length() & 0xFF);
        header.write(text.length() >> 8);
        header.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return header.toByteArray();
    }
}
