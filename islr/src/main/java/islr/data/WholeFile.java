package islr.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/// Writes files that are there as a whole, or not at all.
public final class WholeFile {

    private WholeFile() {}

    /// Writes a file beside its place and moves it there in one step: whatever happens, the path is the old file, or none, or the new one.
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
        // Some random bits: two programs, or threads, may write the same file.
        Path part = folder.resolve(".%s.%08x.part".formatted(shortName(target), ThreadLocalRandom.current().nextInt()));
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(part);
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

    private static String shortName(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, Math.min(100, name.length()));
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The first failure is the one to report.
        }
    }
}
