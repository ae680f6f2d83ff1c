package islr.weights;

import islr.tensor.NarrowMatrix;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.weights.internal.MappedFile;
import islr.weights.internal.Numbers;
import islr.weights.internal.Room;
import islr.weights.text.Counts;
import islr.weights.text.Nearest;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An open safetensors file: its header is read and checked, its data are mapped into memory and copied only when asked
/// for.
///
/// ```java
/// try (SafetensorsFile file = SafetensorsFile.open(path)) {
///     Tensor frames = file.tensor("batch.frames");
///     int[] labels = file.ints("batch.labels");
/// }
/// ```
///
/// Only the thread that opened it may use it. Tensors that were read stay valid after [#close()].
public final class SafetensorsFile implements TensorFile {
    /// One tensor of the file.
    ///
    /// @param begin its first byte, counted from the end of the header
    /// @param end the byte after its last
    public record Entry(String name, DType dtype, Shape shape, long begin, long end) {
        public Entry {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(dtype, "dtype");
            Objects.requireNonNull(shape, "shape");
        }

        /// The same without its place.
        public TensorInfo info() {
            return new TensorInfo(name, dtype, shape);
        }
    }

    private final String source;
    private final SafetensorsHeader header;
    private final MemorySegment data;
    private final Arena arena;

    private SafetensorsFile(String source, SafetensorsHeader header, MemorySegment data, Arena arena) {
        this.source = source;
        this.header = header;
        this.data = data;
        this.arena = arena;
    }

    /// Maps a file and checks its header.
    ///
    /// @return the file, whose tensors are read when they are asked for
    /// @throws WeightsException if there is no such file, or it is not a complete and consistent safetensors file
    public static SafetensorsFile open(Path path) throws WeightsException {
        Objects.requireNonNull(path, "path");
        String source = OneLine.path(path);
        if (!Files.isRegularFile(path)) {
            throw new WeightsException(source,
                    Files.isDirectory(path) ? "this is a directory, not a safetensors file; name a file in it"
                            : Files.exists(path) ? "this is not a regular file" : "there is no such file");
        }
        Arena arena = Arena.ofConfined();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            SafetensorsFile file = of(source, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena),
                    arena);
            opened = true;
            return file;
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw new WeightsException(source, "cannot be read: " + Reasons.of(e), e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /// A file that is already in memory, such as a resource of a jar.
    ///
    /// @param source what messages call it
    /// @throws WeightsException if it is not a complete and consistent safetensors file
    public static SafetensorsFile of(String source, byte[] bytes) throws WeightsException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(bytes, "bytes");
        // A copy outside the heap: both kinds of files are read by the same code, unaligned numbers included.
        Arena arena = Arena.ofConfined();
        boolean opened = false;
        try {
            MemorySegment all = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
            MemorySegment.copy(bytes, 0, all, ValueLayout.JAVA_BYTE, 0, bytes.length);
            SafetensorsFile file = of(source, all, arena);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static SafetensorsFile of(String source, MemorySegment all, Arena arena) throws WeightsException {
        int length = headerLength(source, all);
        byte[] json = all.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment data = all.asSlice(Long.BYTES + length);
        return new SafetensorsFile(source, SafetensorsHeader.parse(source, json, data.byteSize()), data, arena);
    }

    /// Before any byte of the header is copied, its length is checked against the file and its first byte against the
    /// format.
    private static int headerLength(String source, MemorySegment all) throws WeightsException {
        long size = all.byteSize();
        byte[] start = all.asSlice(0, Math.min(size, Formats.HEAD)).toArray(ValueLayout.JAVA_BYTE);
        if (size <= Long.BYTES) {
            refuseOther(source, start);
            String what = size == 0 ? "the file is empty"
                    : "the file ends after " + Counts.bytes(size) + ", before its header";
            throw new WeightsException(source, what + ", get it again from its source");
        }
        ByteBuffer head = all.asSlice(0, Long.BYTES + 1).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long length = head.getLong();
        if (length < 2 || length > SafetensorsHeader.MAX_BYTES) {
            refuseOther(source, start);
            throw new WeightsException(source,
                    "not a safetensors file, nor one of another known kind: it does not begin "
                            + "with the length of a header; get it again from its source");
        }
        if (head.get() != '{') {
            refuseOther(source, start);
            throw new WeightsException(source, "not a safetensors file: its header does not begin with '{'");
        }
        if (length > size - Long.BYTES) {
            throw new WeightsException(source,
                    "the header should be " + Counts.bytes(length) + " long, but the file ends after "
                            + Counts.of(size - Long.BYTES)
                            + " of them: the file is truncated, get it again from its source");
        }
        return (int) length;
    }

    /// What a file is that users take for a model's.
    private static void refuseOther(String source, byte[] start) throws WeightsException {
        Optional<KnownFormat> other = KnownFormat.of(start);
        if (other.isPresent()) {
            throw new WeightsException(source, "not a safetensors file: " + other.get().problem());
        }
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String format() {
        return SafetensorsFormat.NAME;
    }

    @Override
    public Map<String, TensorInfo> infos() {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> infos.put(name, scales(entry).isEmpty() ? entry.info()
                : new TensorInfo(name, entry.dtype(), entry.shape(), "a scale per channel of axis 0")));
        return Collections.unmodifiableMap(infos);
    }

    /// The entries by name, in the order of the header.
    public Map<String, Entry> entries() {
        return Collections.unmodifiableMap(header.entries());
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /// @return what the header says of that tensor
    /// @throws WeightsException if there is none of that name
    public Entry entry(String name) throws WeightsException {
        Objects.requireNonNull(name, "name");
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new WeightsException(source,
                    "there is no tensor " + OneLine.quoted(name) + Nearest.hint(name, header.entries().keySet()));
        }
        return entry;
    }

    @Override
    public Tensor tensor(String name) throws WeightsException {
        Entry e = entry(name);
        try {
            return scales(e).isPresent() ? narrow(e, NarrowType.INT8).widened()
                    : Tensor.of(e.shape(), numbers(name).floats());
        } catch (InternalError fault) {
            throw MappedFile.becameShorter(source, fault);
        }
    }

    @Override
    public Checkpoint checkpoint() throws WeightsException {
        return checkpoint(this::tensor);
    }

    @Override
    public Checkpoint compact() throws WeightsException {
        boolean brains = NarrowType.BF16.name().equalsIgnoreCase(header.metadata().get(NarrowWeights.METADATA));
        return checkpoint(name -> {
            Entry e = entry(name);
            boolean brain = brains && e.dtype() == DType.BF16 && e.shape().rank() == 2;
            return brain ? Tensor.of(narrow(e, NarrowType.BF16))
                    : scales(e).isPresent() ? Tensor.of(narrow(e, NarrowType.INT8)) : tensor(name);
        });
    }

    @FunctionalInterface
    private interface Reader {
        Tensor read(String name) throws WeightsException;
    }

    /// All tensors but the scales, which are part of those that they belong to.
    private Checkpoint checkpoint(Reader reader) throws WeightsException {
        Room.require(source,
                header.entries().values().stream().mapToLong(e -> (long) e.shape().size() * Float.BYTES).sum());
        Set<String> scales = header.entries().values().stream().flatMap(e -> scales(e).stream()).map(Entry::name)
                .collect(Collectors.toSet());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : header.entries().keySet()) {
            if (!scales.contains(name)) {
                tensors.put(name, reader.read(name));
            }
        }
        return new Checkpoint(source, tensors, header.metadata());
    }

    /// Where the scales of an int8 matrix are: one a row.
    private Optional<Entry> scales(Entry e) {
        if (e.dtype() != DType.I8 || e.shape().rank() != 2) {
            return Optional.empty();
        }
        return Optional.ofNullable(header.entries().get(e.name() + NarrowWeights.SCALES))
                .filter(of -> !of.dtype().isInteger() && of.shape().size() == e.shape().dim(0) && of.shape().rank() >= 1
                        && of.shape().dim(0) == e.shape().dim(0));
    }

    private NarrowMatrix narrow(Entry e, NarrowType type) throws WeightsException {
        byte[] numbers = data.asSlice(e.begin(), e.end() - e.begin()).toArray(ValueLayout.JAVA_BYTE);
        return type == NarrowType.BF16 ? NarrowMatrix.bf16(e.shape(), numbers)
                : NarrowMatrix.int8(e.shape(), numbers, numbers(scales(e).orElseThrow().name()).floats());
    }

    /// The numbers of an integer or truth-value tensor, row-major.
    ///
    /// @throws WeightsException if there is none of that name, it has no integer dtype, or a number does not fit an
    ///     `int`
    public int[] ints(String name) throws WeightsException {
        return numbers(name).ints();
    }

    /// As [#ints], for numbers up to ±2^63.
    @Override
    public long[] longs(String name) throws WeightsException {
        return numbers(name).longs();
    }

    /// The numbers of a tensor of any dtype, row-major, exactly.
    ///
    /// @throws WeightsException if there is none of that name, or a whole number is beyond ±2^53
    public double[] doubles(String name) throws WeightsException {
        return numbers(name).doubles();
    }

    private Numbers numbers(String name) throws WeightsException {
        Entry e = entry(name);
        return new Numbers(source, e.info(), data.asSlice(e.begin(), e.end() - e.begin()));
    }

    /// Unmaps the file.
    @Override
    public void close() {
        arena.close();
    }
}
