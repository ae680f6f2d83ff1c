package islr.data;

import islr.weights.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes files that are there as a whole, or not at all.
public final class WholeFile {

    private WholeFile() {}

    /// Writes a file beside its place and moves it there in one step: whatever happens, the path is the old file, or
    /// none, or the new one.
    ///
    /// @throws IOException one sentence for the user: the file and why it cannot be written
    public static void write(Path path, byte[] bytes) throws IOException {
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

    /// What went wrong, in a few words.
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no files may be made in this folder";
        }
        String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return said == null ? e.toString() : said;
    }
}
