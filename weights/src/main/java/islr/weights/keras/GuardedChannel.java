package islr.weights.keras;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// A file as the HDF5 library sees it: bytes that are mapped already. Every place that it asks for is checked, and how
/// often and how much it may ask is limited, so that trees of offsets that lead round in circles come to an end.
///
/// Whatever is not needed for that is not there.
final class GuardedChannel extends FileChannel {
    private final ByteBuffer all;
    private final long mostCalls;
    private long calls;
    private long copied;

    /// @param file outside the heap
    GuardedChannel(MemorySegment file) {
        this.all = file.asByteBuffer();
        // A group's members, a dataset's description and an attribute each take a few dozen bytes.
        this.mostCalls = 2_000 + file.byteSize() / 8;
    }

    private void check(long position, long length) throws IOException {
        if (++calls > mostCalls || copied > 4L * all.limit() + (1 << 20)) {
            throw new IOException("parts of it are read again and again: its offsets lead round in circles");
        }
        if (position < 0 || length < 0 || length > all.limit() || position > all.limit() - length) {
            throw new IOException("an offset leads out of the file");
        }
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        check(position, size);
        // Every buffer outside the heap is of this class.
        return (MappedByteBuffer) all.slice((int) position, (int) size);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        long count = Math.min(target.remaining(), Math.max(0, all.limit() - position));
        check(position, count);
        if (count == 0 && target.hasRemaining()) {
            return -1;
        }
        copied += count;
        target.put(all.slice((int) position, (int) count));
        return (int) count;
    }

    @Override
    public long size() {
        return all.limit();
    }

    @Override
    protected void implCloseChannel() {
        // The file is closed by who has mapped it.
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force(boolean metadata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
