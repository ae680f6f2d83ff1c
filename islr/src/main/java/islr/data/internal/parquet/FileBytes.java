package islr.data.internal.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The bytes of an open file, with random access. Several threads may read at the same time.
///
/// It uses a `RandomAccessFile` and not a channel, because a channel is closed when a thread is interrupted while
/// reading from it.
final class FileBytes implements Closeable {

    /// The most bytes of a single read. For larger ones the JDK allocates native memory each time, which costs more
    /// than further reads.
    private static final int PIECE = 1 << 16;

    private final RandomAccessFile file;
    private final long size;

    FileBytes(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        size = file.length();
    }

    /// The size in bytes when the file was opened.
    long size() {
        return size;
    }

    /// Reads `length` bytes into the beginning of `into`.
    ///
    /// @throws java.io.EOFException if the file has become shorter
    synchronized void read(long from, byte[] into, int length) throws IOException {
        file.seek(from);
        for (int at = 0; at < length; at += PIECE) {
            file.readFully(into, at, Math.min(PIECE, length - at));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
