package islr.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.tensor.NarrowMatrix;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.weights.internal.Texts;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads and writes whole checkpoints as `.safetensors` files, the format of Hugging Face. The README of this module
/// describes it byte by byte.
public final class Safetensors {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int CHUNK = 1 << 18;

    private Safetensors() {}

    /// Reads all tensors of a file, as float32 (see [SafetensorsFile#tensor]).
    ///
    /// @return the tensors by name
    /// @throws WeightsException if anything about the file is wrong, or it is larger than the memory of this JVM
    public static Checkpoint read(Path path) throws WeightsException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return file.checkpoint();
        }
    }

    /// The same for a file that is already in memory, such as a resource of a jar.
    ///
    /// @param source what messages call it
    public static Checkpoint read(String source, byte[] bytes) throws WeightsException {
        try (SafetensorsFile file = SafetensorsFile.of(source, bytes)) {
            return file.checkpoint();
        }
    }

    /// Writes a checkpoint as F32, in its own order: equal checkpoints give equal bytes. Narrow matrices are written as
    /// they are, see [NarrowWeights].
    ///
    /// Whatever happens, `path` is the whole old file or the whole new one (see [AtomicFile]).
    ///
    /// @throws WeightsException if the file cannot be written; the old one, if any, is unchanged
    public static void write(Path path, Checkpoint checkpoint) throws WeightsException {
        write(path, checkpoint, DType.F32);
    }

    /// The same with numbers of another width, each rounded to the nearest (of two equally near ones, to the even one).
    ///
    /// @param dtype F32, F16 or BF16. F16 has 3 digits, and 65504 is its largest number; BF16 has 2, and float32's
    ///     range
    /// @throws WeightsException if the file cannot be written, or a number is finite and beyond the range of the dtype;
    ///     the old file, if any, is unchanged
    /// @throws IllegalArgumentException if the dtype is another one
    public static void write(Path path, Checkpoint checkpoint, DType dtype) throws WeightsException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(dtype, "dtype");
        if (dtype != DType.F32 && dtype != DType.F16 && dtype != DType.BF16) {
            throw new IllegalArgumentException("safetensors: " + dtype + " is not written; F32, F16 and BF16 are");
        }
        String source = OneLine.path(path);
        byte[] header = header(source, checkpoint.metadata(), entries(checkpoint, dtype));
        AtomicFile.write(path, out -> writeAll(out, header, source, checkpoint, dtype));
    }

    /// Gives a file other metadata. Its tensors stay as they are, to the bit: their names, order, dtypes and numbers.
    ///
    /// Whatever happens, `path` is the whole old file or the whole new one (see [AtomicFile]).
    ///
    /// @param metadata all of the new ones
    /// @throws WeightsException if anything about the file is wrong, or it cannot be written; it is then unchanged
    /// @throws IllegalArgumentException if a text cannot be written to a file
    public static void replaceMetadata(Path path, Map<String, String> metadata) throws WeightsException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(metadata, "metadata");
        Map<String, String> texts = new Checkpoint(Map.of(), metadata).metadata();
        List<SafetensorsFile.Entry> entries;
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            entries = List.copyOf(file.entries().values());
        }
        byte[] header = header(OneLine.path(path), texts, entries);
        long data = entries.stream().mapToLong(SafetensorsFile.Entry::end).max().orElse(0);
        AtomicFile.write(path, out -> {
            AtomicFile.writeFully(out, ByteBuffer.wrap(header));
            try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
                copy(in, in.size() - data, data, out);
            }
        });
    }

    private static void copy(FileChannel in, long from, long count, FileChannel out) throws IOException {
        for (long done = 0; done < count;) {
            long some = in.transferTo(from + done, count - done, out);
            if (some <= 0) {
                throw new IOException("the file became shorter while it was being read");
            }
            done += some;
        }
    }

    private static List<SafetensorsFile.Entry> entries(Checkpoint checkpoint, DType dtype) {
        List<SafetensorsFile.Entry> entries = new ArrayList<>();
        checkpoint.tensors().forEach((name, tensor) -> {
            NarrowMatrix narrow = tensor.narrow();
            add(entries, name, narrow == null ? dtype : narrow.type() == NarrowType.INT8 ? DType.I8 : DType.BF16,
                    tensor.shape());
            if (narrow != null && narrow.scales() != null) {
                String scales = name + NarrowWeights.SCALES;
                if (checkpoint.tensors().containsKey(scales)) {
                    throw new IllegalArgumentException("safetensors: there is a tensor " + OneLine.quoted(scales)
                            + ", which is what the scales of " + OneLine.quoted(name) + " are called");
                }
                add(entries, scales, DType.F32, Shape.of(narrow.scales().length));
            }
        });
        return entries;
    }

    private static void add(List<SafetensorsFile.Entry> entries, String name, DType dtype, Shape shape) {
        long at = entries.isEmpty() ? 0 : entries.getLast().end();
        entries.add(new SafetensorsFile.Entry(name, dtype, shape, at, at + (long) shape.size() * dtype.bytes()));
    }

    /// The header's length, the header, and spaces up to a multiple of 8 bytes, so that the data are aligned when
    /// mapped.
    private static byte[] header(String source, Map<String, String> metadata, List<SafetensorsFile.Entry> entries)
            throws WeightsException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[Long.BYTES]);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(Texts.METADATA);
                for (Map.Entry<String, String> each : metadata.entrySet()) {
                    json.writeStringField(each.getKey(), each.getValue());
                }
                json.writeEndObject();
            }
            for (SafetensorsFile.Entry each : entries) {
                json.writeObjectFieldStart(each.name());
                json.writeStringField("dtype", each.dtype().name());
                json.writeFieldName("shape");
                int[] sizes = each.shape().toArray();
                json.writeArray(sizes, 0, sizes.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {each.begin(), each.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new WeightsException(source, "its header cannot be made: " + Reasons.of(e), e);
        }
        while (bytes.size() % Long.BYTES != 0) {
            bytes.write(' ');
        }
        int length = bytes.size() - Long.BYTES;
        if (length > SafetensorsHeader.MAX_BYTES) {
            throw new WeightsException(source, "cannot be written: names and metadata take " + Counts.of(length)
                    + " bytes, the format allows " + Counts.of(SafetensorsHeader.MAX_BYTES));
        }
        byte[] header = bytes.toByteArray();
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return header;
    }

    private static void writeAll(FileChannel out, byte[] header, String source, Checkpoint checkpoint, DType dtype)
            throws IOException {
        AtomicFile.writeFully(out, ByteBuffer.wrap(header));
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, Tensor> each : checkpoint.tensors().entrySet()) {
            NarrowMatrix narrow = each.getValue().narrow();
            if (narrow == null) {
                write(out, chunk, source, each.getKey(), each.getValue(), dtype);
                continue;
            }
            AtomicFile.writeFully(out, ByteBuffer.wrap(narrow.numbers()));
            if (narrow.scales() != null) {
                write(out, chunk, source, each.getKey(), Tensor.of(Shape.of(narrow.scales().length), narrow.scales()),
                        DType.F32);
            }
        }
    }

    private static void write(FileChannel out, ByteBuffer chunk, String source, String name, Tensor tensor, DType dtype)
            throws IOException {
        int size = tensor.shape().size();
        for (int from = 0; from < size; from += CHUNK) {
            int count = Math.min(CHUNK, size - from);
            chunk.clear().limit(count * dtype.bytes());
            if (dtype == DType.F32) {
                chunk.asFloatBuffer().put(tensor.array(), tensor.offset() + from, count);
            } else {
                for (int i = 0; i < count; i++) {
                    chunk.putShort(2 * i, narrow(source, name, tensor.array()[tensor.offset() + from + i], dtype));
                }
            }
            AtomicFile.writeFully(out, chunk);
        }
    }

    private static short narrow(String source, String name, float number, DType dtype) throws WeightsException {
        short bits = dtype == DType.F16 ? Float.floatToFloat16(number) : NarrowType.bf16(number);
        float back = dtype == DType.F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
        if (Float.isInfinite(back) && !Float.isInfinite(number)) {
            throw new WeightsException(source, "cannot be written: tensor " + OneLine.quoted(name) + " holds " + number
                    + ", beyond the range of " + dtype + "; write it as F32");
        }
        return bits;
    }
}
