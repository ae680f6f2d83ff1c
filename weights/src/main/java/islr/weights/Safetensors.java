package islr.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.tensor.Tensor;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
            return read(file);
        }
    }

    /// The same for a file that is already in memory, such as a resource of a jar.
    ///
    /// @param source what messages call it
    public static Checkpoint read(String source, byte[] bytes) throws WeightsException {
        try (SafetensorsFile file = SafetensorsFile.of(source, bytes)) {
            return read(file);
        }
    }

    private static Checkpoint read(SafetensorsFile file) throws WeightsException {
        long bytes = file.entries().values().stream().mapToLong(entry -> (long) entry.shape().size() * Float.BYTES)
                .sum();
        long most = Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw new WeightsException(file.source(), "its tensors take " + Counts.of(bytes >> 20)
                    + " MB, this JVM may use " + Counts.of(most >> 20) + " MB; start java with a larger -Xmx");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.entries().keySet()) {
            tensors.put(name, file.tensor(name));
        }
        return new Checkpoint(file.source(), tensors, file.metadata());
    }

    /// Writes a checkpoint as F32, in its own order: equal checkpoints give equal bytes.
    ///
    /// Whatever happens, `path` is the whole old file or the whole new one (see [AtomicFile]).
    ///
    /// @throws WeightsException if the file cannot be written; the old one, if any, is unchanged
    public static void write(Path path, Checkpoint checkpoint) throws WeightsException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(checkpoint, "checkpoint");
        byte[] header = header(OneLine.path(path), checkpoint);
        AtomicFile.write(path, out -> writeAll(out, header, checkpoint));
    }

    /// The header's length, the header, and spaces up to a multiple of 8 bytes, so that the data are aligned when
    /// mapped.
    private static byte[] header(String source, Checkpoint checkpoint) throws WeightsException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[Long.BYTES]);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!checkpoint.metadata().isEmpty()) {
                json.writeObjectFieldStart(Checkpoint.METADATA);
                for (Map.Entry<String, String> each : checkpoint.metadata().entrySet()) {
                    json.writeStringField(each.getKey(), each.getValue());
                }
                json.writeEndObject();
            }
            long at = 0;
            for (Map.Entry<String, Tensor> each : checkpoint.tensors().entrySet()) {
                json.writeObjectFieldStart(each.getKey());
                json.writeStringField("dtype", DType.F32.name());
                json.writeFieldName("shape");
                int[] sizes = each.getValue().shape().toArray();
                json.writeArray(sizes, 0, sizes.length);
                json.writeFieldName("data_offsets");
                long end = at + (long) each.getValue().shape().size() * Float.BYTES;
                json.writeArray(new long[] {at, end}, 0, 2);
                json.writeEndObject();
                at = end;
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

    private static void writeAll(FileChannel out, byte[] header, Checkpoint checkpoint) throws IOException {
        AtomicFile.writeFully(out, ByteBuffer.wrap(header));
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Tensor tensor : checkpoint.tensors().values()) {
            int size = tensor.shape().size();
            for (int from = 0; from < size; from += CHUNK) {
                int count = Math.min(CHUNK, size - from);
                chunk.clear().limit(count * Float.BYTES);
                chunk.asFloatBuffer().put(tensor.array(), tensor.offset() + from, count);
                AtomicFile.writeFully(out, chunk);
            }
        }
    }
}
