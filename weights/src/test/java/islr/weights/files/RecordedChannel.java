package islr.weights.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A channel whose writes are steps of [RecordedFiles]. Like any channel it may write fewer bytes than it is given.
final class RecordedChannel extends FileChannel {
    /// Few enough that every file of a test takes several writes.
    private static final int MOST = 999;

    private final RecordedFiles files;
    private final Path file;
    private final FileChannel real;

    RecordedChannel(RecordedFiles files, Path file, FileChannel real) {
        this.files = files;
        this.file = file;
        this.real = real;
    }

    private void step(Step.Kind kind) throws IOException {
        files.step(Step.of(kind, file));
    }

    @FunctionalInterface
    private interface Write {
        int of(ByteBuffer bytes) throws IOException;
    }

    private int some(ByteBuffer bytes, Write write) throws IOException {
        step(Step.Kind.WRITE);
        int limit = bytes.limit();
        bytes.limit(Math.min(limit, bytes.position() + MOST));
        try {
            return write.of(bytes);
        } finally {
            bytes.limit(limit);
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return some(bytes, real::write);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return some(bytes, part -> real.write(part, position));
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return write(buffers[i]);
            }
        }
        return 0;
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        step(Step.Kind.WRITE);
        return real.transferFrom(source, position, count);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        step(Step.Kind.WRITE);
        real.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        step(Step.Kind.FORCE);
        real.force(metadata);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        requireReading(mode);
        return real.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long position, long size, Arena arena) throws IOException {
        requireReading(mode);
        return real.map(mode, position, size, arena);
    }

    /// Writes to a mapped file could not be seen.
    private static void requireReading(MapMode mode) {
        if (mode != MapMode.READ_ONLY) {
            throw new UnsupportedOperationException("mapping as " + mode);
        }
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return real.read(bytes);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        return real.read(bytes, position);
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return real.read(buffers, offset, length);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
