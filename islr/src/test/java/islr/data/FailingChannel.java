package islr.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// A channel to something far away, which gives little at a time and is lost after some reads.
final class FailingChannel implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private int reads;

    FailingChannel(SeekableByteChannel channel, int reads) {
        this.channel = channel;
        this.reads = reads;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (reads-- == 0) {
            throw new IOException("connection reset");
        }
        ByteBuffer some = into.duplicate().limit(Math.min(into.limit(), into.position() + 2_000));
        int count = channel.read(some);
        into.position(some.position());
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        channel.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
