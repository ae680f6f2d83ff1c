package islr.data;

import islr.data.internal.parquet.ParquetException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why a file of landmarks cannot be read, in one sentence.
final class Refusals {

    /// Reads something.
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    private Refusals() {}

    /// What is read, or the reason for a failure.
    ///
    /// @param kind what cannot be read, if it cannot: `file`
    static <T> T told(String name, String kind, Reading<T> reading) throws ClipException {
        try {
            return reading.read();
        } catch (ClipException e) {
            throw e;
        } catch (ParquetException e) {
            throw new ClipException(name, e.getMessage(), e);
        } catch (IOException e) {
            String why = e.getMessage() == null ? "" : " (%s)".formatted(e.getMessage());
            throw new ClipException(name, "the %s cannot be read%s".formatted(kind, why), e);
        } catch (RuntimeException e) {
            throw new ClipException(name, "the parquet file is damaged; copy or download it again", e);
        } catch (OutOfMemoryError e) {
            // All memory that reading took is free again here, so the JVM can go on as before.
            throw new ClipException(name,
                    ClipException.format(
                            "reading it needs more than the %,d MB that Java may use; start Java with a larger -Xmx, "
                                    + "unless the file is damaged",
                            Runtime.getRuntime().maxMemory() >> 20),
                    e);
        }
    }

    static void requireFile(Path path, String name) throws ClipException {
        if (Files.isDirectory(path)) {
            throw new ClipException(name, "this is a directory, not a clip; name one of its .parquet files");
        }
        if (!Files.exists(path)) {
            throw new ClipException(name, "there is no such file; is the path right?");
        }
        // A pipe or a device may never end, and a file inside an archive has no random access.
        if (!Files.isRegularFile(path) || path.getFileSystem() != FileSystems.getDefault()) {
            throw new ClipException(name, "this is not a regular file; save the clip to disk first");
        }
        if (!Files.isReadable(path)) {
            throw new ClipException(name, "the file may not be read; check its permissions",
                    new AccessDeniedException(name));
        }
    }
}
