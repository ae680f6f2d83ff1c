package islr.weights.internal;

import islr.weights.WeightsException;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// A file mapped into memory for reading.
public final class MappedFile implements AutoCloseable {
    private final String source;
    private final MemorySegment all;
    private final Arena arena;

    private MappedFile(String source, MemorySegment all, Arena arena) {
        this.source = source;
        this.all = all;
        this.arena = arena;
    }

    /// What is made of a mapped file.
    ///
    /// @param <T> what reads from it, and closes it when it is closed itself
    @FunctionalInterface
    public interface Use<T> {
        T of(MappedFile file) throws IOException;
    }

    /// Maps a file and hands it on. If that fails, the file is closed.
    ///
    /// @param what of which kind the file should be, with an article, for messages
    /// @throws WeightsException if there is no such file or it cannot be read
    public static <T> T open(Path path, String what, Use<T> use) throws WeightsException {
        Objects.requireNonNull(path, "path");
        String source = OneLine.path(path);
        if (!Files.isRegularFile(path)) {
            throw new WeightsException(source,
                    Files.isDirectory(path) ? "this is a directory, not " + what + "; name a file in it"
                            : Files.exists(path) ? "this is not a regular file" : "there is no such file");
        }
        // Shared: the HDF5 library decompresses in several threads.
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            T used = use.of(new MappedFile(source, all, arena));
            opened = true;
            return used;
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw new WeightsException(source, "cannot be read: " + Reasons.of(e), e);
        } catch (InternalError fault) {
            throw becameShorter(source, fault);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /// How the JDK reports a mapped page that no longer exists.
    public static WeightsException becameShorter(String source, InternalError fault) {
        return new WeightsException(source, "the file became shorter while it was being read; try again", fault);
    }

    /// What messages call it.
    public String source() {
        return source;
    }

    /// Its bytes.
    public MemorySegment all() {
        return all;
    }

    /// How many bytes it has.
    public long size() {
        return all.byteSize();
    }

    /// Whether these bytes are inside the file, whatever the numbers are.
    public boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && length <= size() && offset <= size() - length;
    }

    /// Unmaps it.
    @Override
    public void close() {
        arena.close();
    }
}
