package islr.tools.model;

import islr.weights.text.OneLine;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that gets its name only after what was written was read again and found to be right.
///
/// @param name where it will be
/// @param overwrite whether a file of this name may be replaced
public record NewFile(Path name, boolean overwrite) {

    /// Writes a file beside, and tries it.
    @FunctionalInterface
    public interface Written<T> {
        /// @param beside an empty file in the folder of the new one, with the end of its name
        /// @return what was found
        /// @throws IOException if it cannot be written, or is not right; nothing is left behind
        T tried(Path beside) throws IOException;
    }

    /// @throws IOException if there is a file of this name that may not be replaced
    public void requireFree() throws IOException {
        if (!overwrite && Files.exists(name)) {
            throw new IOException(OneLine.path(name) + ": there is a file of this name; --overwrite replaces it");
        }
    }

    /// @return what was found
    /// @throws IOException if it could not be written, or was not right
    public <T> T write(Written<T> content) throws IOException {
        Path folder = name.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    OneLine.path(name) + ": cannot be written: there is no folder " + OneLine.path(folder));
        }
        String file = name.getFileName().toString();
        Path beside = Files.createTempFile(folder, "." + file + "-", file.substring(file.lastIndexOf('.')));
        try {
            T found = content.tried(beside);
            move(beside);
            return found;
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Somebody else may have made a file of that name in the meantime.
    private void move(Path beside) throws IOException {
        if (overwrite) {
            Files.move(beside, name.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.move(beside, name.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            requireFree();
            throw e;
        }
    }
}
