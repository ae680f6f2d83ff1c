package islr.weights.numpy;

import islr.weights.Checkpoint;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import islr.weights.internal.DataFile;
import islr.weights.internal.Texts;
import islr.weights.internal.ZipArchive;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads and writes `.npz` files: zip archives of `.npy` arrays, as `numpy.savez` and `numpy.savez_compressed` write
/// them.
///
/// Metadata are arrays of a single text, which NumPy holds as `<U…` or `|S…`. A checkpoint's metadata entry `preset` is
/// written as the array `__metadata__.preset`, so `str(numpy.load(file)["__metadata__.preset"])` is its text in Python.
public final class Npz {
    static final String SUFFIX = ".npy";
    static final String METADATA = Texts.METADATA + ".";
    private static final int MOST_TEXT = 10_000_000;

    private Npz() {}

    /// Opens a file.
    ///
    /// @return the file; stored arrays are mapped, compressed ones are inflated when they are asked for
    /// @throws WeightsException if there is no such file, or it is not an archive of arrays of numbers and texts
    public static TensorFile open(Path path) throws WeightsException {
        return ZipArchive.open(path, Npz::of);
    }

    /// Whether an archive's entries are those of an `.npz` file.
    public static boolean fits(ZipArchive archive) {
        return !archive.entries().isEmpty()
                && archive.entries().keySet().stream().allMatch(name -> name.endsWith(SUFFIX));
    }

    /// The same as [#open] for an archive that is open; it is closed with the file.
    public static TensorFile of(ZipArchive archive) throws WeightsException {
        String source = Objects.requireNonNull(archive, "archive").source();
        List<NpyArray> arrays = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (ZipArchive.Entry entry : archive.entries().values()) {
            if (!entry.name().endsWith(SUFFIX)) {
                throw new WeightsException(source, "the entry " + OneLine.quoted(entry.name())
                        + " is no .npy array; an .npz archive holds nothing else");
            }
            String name = entry.name().substring(0, entry.name().length() - SUFFIX.length());
            String where = "the array " + OneLine.quoted(name);
            NpyHeader header = NpyHeader.parse(source, where, archive.head(entry, NpyHeader.MOST_BYTES));
            if (header.isText()) {
                MemorySegment bytes = archive.checked(entry, MOST_TEXT);
                String key = name.startsWith(METADATA) ? name.substring(METADATA.length()) : name;
                if (metadata.put(key, NpyText.of(source, where, header, bytes)) != null) {
                    throw new WeightsException(source, "it has two texts " + OneLine.quoted(key) + "; remove one");
                }
            } else {
                arrays.add(new NpyArray(source, where, name, header, entry.size(),
                        () -> archive.checked(entry, Long.MAX_VALUE)));
            }
        }
        return new DataFile(source, "an archive of NumPy arrays (.npz)", archive.size(), arrays, metadata,
                archive::close);
    }

    /// Writes a checkpoint's tensors as float32, stored, in its own order: equal checkpoints give equal bytes.
    ///
    /// Whatever happens, `path` is the whole old file or the whole new one (see [islr.weights.AtomicFile]).
    ///
    /// @throws WeightsException if the file cannot be written; the old one, if any, is unchanged
    public static void write(Path path, Checkpoint checkpoint) throws WeightsException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(checkpoint, "checkpoint");
        NpzWriter.write(path, checkpoint);
    }
}
