package islr.weights;

import java.nio.file.Path;

/// A format of files that hold tensors, or of files that users may mistake for them.
///
/// [Formats] lists them all. A new one is a package with a class that implements this interface, and a line in
/// [Formats].
public interface Format {
    /// What messages call such a file, with an article: `an HDF5 file (Keras's .h5)`.
    String name();

    /// Whether a file that begins like this is one of this format. [Formats] takes the first format that fits.
    ///
    /// @param head the first [Formats#HEAD] bytes of the file, or all if it is shorter: enough for the name of the
    ///     first entry of a zip archive
    boolean fits(byte[] head);

    /// Opens a file and checks its list of tensors.
    ///
    /// @return the file, whose tensors are read when they are asked for
    /// @throws WeightsException if the file is not a valid file of this format, or if the format is not read here. The
    ///     message then says what to do instead
    TensorFile open(Path file) throws WeightsException;

    /// Reads all tensors of a file.
    ///
    /// @return the tensors by name
    /// @throws WeightsException as [#open] and [TensorFile#checkpoint()] say
    default Checkpoint read(Path file) throws WeightsException {
        try (TensorFile open = open(file)) {
            return open.checkpoint();
        }
    }
}
