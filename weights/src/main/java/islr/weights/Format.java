package islr.weights;

import java.nio.file.Path;

/// A format of files that hold tensors, or that users may take for such files.
///
/// [Formats] lists them all. A new one is a package with a class that implements this interface, and a line there.
public interface Format {
    /// What messages call such a file, with an article: `an HDF5 file (Keras's .h5)`.
    String name();

    /// Whether a file that begins like this is one of this format. [Formats] takes the first format that fits.
    ///
    /// @param head the first [Formats#HEAD] bytes of the file, or all if it is shorter: enough for the name of the
    ///     first entry of a zip archive
    boolean fits(byte[] head);

    /// Reads all tensors of a file.
    ///
    /// @throws WeightsException if the file is not a sound one of this format, or the format cannot be read yet: then
    ///     the message says what to do instead
    Checkpoint read(Path file) throws WeightsException;
}
