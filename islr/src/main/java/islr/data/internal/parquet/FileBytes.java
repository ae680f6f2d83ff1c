package islr.data.internal.parquet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The bytes of a file, with random access: of one that is opened here, of one in memory, or behind a channel. Several
/// threads may read at the same time, but not through a channel that was given, which has one position.
///
/// To open a file it uses a `RandomAccessFile` and not a channel, because a channel is closed when a thread is
/// interrupted while reading from it. Only a file whose name is not of the locale's characters needs a channel: its
/// `Path` keeps the bytes of the name, a `File` does not.
final class FileBytes implements Closeable {

    /// The most bytes of a single read. For larger ones the JDK allocates native memory each time, which costs more
    /// than further reads.
    private static final int PIECE = 1 << 16;

    @FunctionalInterface
    private interface Reading {
        /// Reads `length` bytes of the file into `into`, starting at index `at` of the array.
        void read(long from, byte[] into, int at, int length) throws IOException;
    }

    private final Closeable file;
    private final Reading reading;
    private final long size;

    private FileBytes(Closeable file, long size, Reading reading) {
        this.file = file;
        this.size = size;
        this.reading = reading;
    }

    /// @param bytes from its position to its limit; neither changes
    static FileBytes of(ByteBuffer bytes) {
        ByteBuffer own = bytes.slice();
        return new FileBytes(() -> {}, own.limit(), (from, into, at, length) -> {
            own.get((int) from, into, at, length);
        });
    }

    /// @param channel all of it, wherever its position is; it stays open
    static FileBytes of(SeekableByteChannel channel) throws IOException {
        return new FileBytes(() -> {}, channel.size(), (from, into, at, length) -> {
            channel.position(from);
            ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw new EOFException();
                }
            }
        });
    }

    FileBytes(Path path) throws IOException {
        if (isFile(path)) {
            var open = new RandomAccessFile(path.toFile(), "r");
            file = open;
            size = open.length();
            reading = (from, into, at, length) -> {
                open.seek(from);
                open.readFully(into, at, length);
            };
        } else {
            FileChannel open = FileChannel.open(path);
            file = open;
            size = open.size();
            reading = (from, into, at, length) -> {
                ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
                while (buffer.hasRemaining()) {
                    if (open.read(buffer, from + buffer.position() - at) < 0) {
                        throw new EOFException();
                    }
                }
            };
        }
    }

    /// True if a `File` of the path's text is the same file.
    private static boolean isFile(Path path) {
        try {
            return path.toFile().toPath().equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /// The size in bytes when the file was opened.
    long size() {
        return size;
    }

    /// Reads `length` bytes into the beginning of `into`.
    ///
    /// @throws EOFException if the file has become shorter
    synchronized void read(long from, byte[] into, int length) throws IOException {
        for (int at = 0; at < length; at += PIECE) {
            reading.read(from + at, into, at, Math.min(PIECE, length - at));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
