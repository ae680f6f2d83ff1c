package islr.weights;

import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// All formats that are known here. Reads the tensors of a file, whatever its format:
///
/// ```java
/// Checkpoint file = Formats.read(Path.of("model.safetensors"));
/// ```
///
/// The beginning of the file decides, not the extension of its name.
public final class Formats {
    /// The most bytes of a file that [Format#fits] is given.
    public static final int HEAD = 512;

    /// The first: its check is the strictest, and some header lengths begin like another format's magic number.
    private static final Format SAFETENSORS = new SafetensorsFormat();

    /// Loaded only for a file that is not a safetensors file: cold starts of a program count.
    private static final class All {
        static final List<Format> LIST = Stream.concat(Stream.of(SAFETENSORS), KnownFormat.ALL.stream()).toList();

        private All() {}
    }

    private Formats() {}

    /// All formats, in the order in which they are tried.
    public static List<Format> all() {
        return All.LIST;
    }

    /// The format of a file.
    ///
    /// @param head its first bytes, at least [#HEAD] unless it is shorter
    public static Optional<Format> of(byte[] head) {
        Objects.requireNonNull(head, "head");
        return SAFETENSORS.fits(head) ? Optional.of(SAFETENSORS)
                : All.LIST.stream().filter(format -> format.fits(head)).findFirst();
    }

    /// Opens a file of any format.
    ///
    /// @return the file, whose tensors are read when they are asked for
    /// @throws WeightsException if there is no such file, its format is not known or not read here, or its list of
    ///     tensors is wrong
    public static TensorFile open(Path file) throws WeightsException {
        Objects.requireNonNull(file, "file");
        Optional<Format> format = of(head(file));
        // A file that fits no format is empty, cut off or damaged; the reader of our own format says which.
        return format.isPresent() ? format.get().open(file) : SafetensorsFile.open(file);
    }

    /// Reads all tensors of a file of any format.
    ///
    /// @return the tensors by name
    /// @throws WeightsException as [#open], and if a tensor cannot be read (see [TensorFile#checkpoint()])
    public static Checkpoint read(Path file) throws WeightsException {
        try (TensorFile open = open(file)) {
            return open.checkpoint();
        }
    }

    /// The same for a model that will only predict: narrow weights stay so in memory, see [TensorFile#compact()].
    ///
    /// @return the tensors by name
    /// @throws WeightsException as [#read]
    public static Checkpoint readCompact(Path file) throws WeightsException {
        try (TensorFile open = open(file)) {
            return open.compact();
        }
    }

    /// @return an empty array if this is not a regular file
    private static byte[] head(Path file) throws WeightsException {
        if (!Files.isRegularFile(file)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new WeightsException(OneLine.path(file), "cannot be read: " + Reasons.of(e), e);
        }
    }
}
