package islr.weights;

import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// Writes a file as a whole or not at all.
///
/// The bytes go to a new file in the same folder, are forced to the disk, and take the place of the old file in one
/// step. Whatever happens, the file of that name is the whole old one or the whole new one.
public final class AtomicFile {
    private AtomicFile() {}

    /// The content of the file.
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    /// @throws WeightsException if the file cannot be written; the old one, if any, is unchanged
    public static void write(Path path, Content content) throws WeightsException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(content, "content");
        String source = OneLine.path(path);
        if (Files.isDirectory(path)) {
            throw new WeightsException(source, "cannot be written: this is a directory; give the name of a file in it");
        }
        if (Files.exists(path) && !Files.isWritable(path)) {
            throw new WeightsException(source,
                    "cannot be written: the file that is there is protected against writing");
        }
        try {
            // The file behind a symbolic link is replaced, not the link.
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path folder = target.getParent();
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw new WeightsException(source, "cannot be written: "
                        + (Files.isDirectory(folder) ? "no files may be made in the folder " : "there is no folder ")
                        + OneLine.of(folder.toString(), 300));
            }
            replace(target, content);
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw new WeightsException(source, "cannot be written: " + Reasons.of(e), e);
        }
    }

    /// The same with the system's exceptions, for callers that word their own messages.
    ///
    /// @param target in a folder that exists
    public static void replace(Path target, Content content) throws IOException {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(content, "content");
        Path part = target.resolveSibling(String.format(".islr-%016x.part", ThreadLocalRandom.current().nextLong()));
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(out);
                out.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            remove(part);
            throw part.toString().equals(e.getFile()) ? ofTarget(e, target) : e;
        } catch (IOException | RuntimeException | Error e) {
            remove(part);
            throw e;
        }
        forceFolder(target.getParent());
    }

    /// The name of the new file is nothing that a user knows.
    private static FileSystemException ofTarget(FileSystemException e, Path target) {
        return switch (e) {
            case AccessDeniedException denied -> new AccessDeniedException(target.toString());
            case NoSuchFileException missing -> new FileSystemException(target.toString(), null,
                    "another program removed its folder, or the file itself while it was being written");
            default -> new FileSystemException(target.toString(), null, e.getReason());
        };
    }

    /// Writes all bytes of a buffer. A single call of the channel's `write` may write fewer.
    public static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(bytes, "bytes");
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// On Unix a new name is on the disk only after its folder has been forced to the disk. Other systems cannot open a
    /// folder, and need not do this.
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is complete either way.
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // The first failure is the one to report.
        }
    }
}
