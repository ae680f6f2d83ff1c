package islr.train.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A run that this program has to itself: two that wrote the same files would spoil both. The system lets go when the
/// program ends, however it ends.
public final class RunLock implements AutoCloseable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Locks a byte far behind the end of the file, so that it can still be read everywhere. Where the system has no
    /// locks, nothing is locked.
    static RunLock of(Path file) throws IOException {
        return of(file, "another program is training this run at this moment", StandardOpenOption.WRITE);
    }

    /// The same for a file that is there for nothing else.
    static RunLock claim(Path file) throws IOException {
        return of(file, "another program is beginning a run in this folder at this moment; name another one",
                StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    private static RunLock of(Path file, String otherwise, OpenOption... options) throws IOException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, options);
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null) {
                return new RunLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Somebody else in this program has it.
        } catch (IOException e) {
            return new RunLock(channel);
        }
        channel.close();
        throw new IOException(file.getParent() + ": " + otherwise);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
