package islr.data;

import islr.weights.AtomicFile;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Writes files completely or not at all.
public final class WholeFile {

    private WholeFile() {}

    /// Writes a file under another name in the same folder, then moves it to its place in one step. Whatever happens,
    /// the path names the complete new file or what was there before: the old file, or nothing.
    ///
    /// @throws IOException if it cannot be written; the message is one sentence for the user with the file and the
    ///     reason
    public static void write(Path path, byte[] bytes) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(bytes, "bytes");
        if (Files.isDirectory(path)) {
            throw new IOException(path + ": cannot be written: this is a folder; name a file in it");
        }
        Path target = path.toAbsolutePath();
        Path folder = target.getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException(path + ": cannot be written: there is no folder " + folder);
        }
        try {
            AtomicFile.replace(target, out -> AtomicFile.writeFully(out, ByteBuffer.wrap(bytes)));
        } catch (IOException e) {
            throw new IOException(path + ": cannot be written: " + reason(e), e);
        }
    }

    /// The reason for a failure, in a few words.
    public static String reason(IOException e) {
        Objects.requireNonNull(e, "e");
        if (e instanceof AccessDeniedException) {
            return "no files may be made in this folder";
        }
        String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return said == null ? Reasons.of(e) : said;
    }
}
