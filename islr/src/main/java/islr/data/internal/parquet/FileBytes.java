package islr.data.internal.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The bytes of an open file, read from wherever they are wanted. Several threads may ask at once.
///
/// A `RandomAccessFile` and no channel: those close themselves when their thread is interrupted.
final class FileBytes implements Closeable {

    /// For larger pieces the JDK takes memory from the system and gives it back, which costs more than asking again.
    private static final int PIECE = 1 << 16;

    private final RandomAccessFile file;
    private final long size;

    FileBytes(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        size = file.length();
    }

    /// The number of bytes when it was opened.
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
