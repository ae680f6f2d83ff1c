package islr.weights.internal;

import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A zip archive, mapped into memory: stored entries are parts of the mapped file, deflated ones are inflated when they
/// are asked for.
///
/// The JDK's own reader hides where an entry's bytes are, so it would copy them, and has no limits.
public final class ZipArchive implements AutoCloseable {
    static final String DAMAGED = "; the file is damaged or badly written, get it again from its source";
    static final int STORED = 0;
    static final int DEFLATED = 8;
    /// Deflate makes at most so many bytes of one.
    private static final long MOST_INFLATED = 1032;

    /// One file of the archive.
    ///
    /// @param method how it is packed: 0 is not at all
    /// @param crc what its unpacked bytes should sum up to
    /// @param begin its first packed byte in the archive
    /// @param packed the number of its packed bytes
    /// @param size the number of its unpacked bytes
    public record Entry(String name, int method, long crc, long begin, long packed, long size) {
        /// Whether the bytes are in the archive as they are.
        public boolean isStored() {
            return method == STORED;
        }
    }

    private final MappedFile file;
    private final Map<String, Entry> entries;

    private ZipArchive(MappedFile file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /// What is made of an archive.
    ///
    /// @param <T> what reads from it, and closes it when it is closed itself
    @FunctionalInterface
    public interface Use<T> {
        T of(ZipArchive archive) throws IOException;
    }

    /// Opens an archive, checks its directory, and hands it on. If that fails, it is closed.
    public static <T> T open(Path path, Use<T> use) throws WeightsException {
        return MappedFile.open(path, "a zip archive", file -> use.of(new ZipArchive(file, ZipDirectory.read(file))));
    }

    /// What messages call it.
    public String source() {
        return file.source();
    }

    /// How many bytes the archive has.
    public long size() {
        return file.size();
    }

    /// Its files by name, in the order of its directory. Unchangeable.
    public Map<String, Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /// An entry that must be there.
    public Entry entry(String name) throws WeightsException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new WeightsException(source(), "the archive has no entry " + OneLine.quoted(name) + DAMAGED);
        }
        return entry;
    }

    /// The unpacked bytes of an entry: part of the mapped file, if it is stored.
    ///
    /// @param most more than so many are refused
    public MemorySegment bytes(Entry entry, long most) throws WeightsException {
        if (entry.size() > most) {
            throw new WeightsException(source(), "the entry " + OneLine.quoted(entry.name()) + " has "
                    + Counts.bytes(entry.size()) + ", more than the " + Counts.of(most) + " that it may have");
        }
        MemorySegment packed = file.all().asSlice(entry.begin(), entry.packed());
        return entry.isStored() ? packed : inflated(entry, packed);
    }

    /// The first unpacked bytes of an entry, for a look at what it is.
    ///
    /// @param count fewer if the entry has fewer
    public MemorySegment head(Entry entry, int count) throws WeightsException {
        int bytes = (int) Math.min(count, entry.size());
        MemorySegment packed = file.all().asSlice(entry.begin(), entry.packed());
        if (entry.isStored()) {
            return packed.asSlice(0, bytes);
        }
        requirePossible(entry);
        byte[] head = new byte[bytes];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.asByteBuffer());
            if (inflate(inflater, head) < bytes) {
                throw otherLength(entry);
            }
        } catch (DataFormatException e) {
            throw new WeightsException(source(), entry(entry) + "cannot be unpacked" + DAMAGED, e);
        } finally {
            inflater.end();
        }
        return MemorySegment.ofArray(head);
    }

    /// The same as [#bytes], refused if the bytes do not sum up to what the archive says.
    public MemorySegment checked(Entry entry, long most) throws WeightsException {
        MemorySegment bytes = bytes(entry, most);
        CRC32 crc = new CRC32();
        long chunk = 1 << 30;
        for (long at = 0; at < bytes.byteSize(); at += chunk) {
            crc.update(bytes.asSlice(at, Math.min(chunk, bytes.byteSize() - at)).asByteBuffer());
        }
        if (crc.getValue() != entry.crc()) {
            throw bad(entry, "does not have the check sum that the archive says");
        }
        return bytes;
    }

    /// A shorter text cannot become so many bytes, so nothing is taken for them.
    private void requirePossible(Entry entry) throws WeightsException {
        if (entry.size() > Integer.MAX_VALUE - 64 || entry.packed() > Integer.MAX_VALUE - 64
                || entry.size() / MOST_INFLATED > entry.packed()) {
            throw bad(entry, "is said to be " + Counts.bytes(entry.size()) + " when unpacked, which "
                    + Counts.bytes(entry.packed()) + " cannot be");
        }
    }

    private MemorySegment inflated(Entry entry, MemorySegment packed) throws WeightsException {
        requirePossible(entry);
        Room.requireCopy(source(), entry.size());
        byte[] bytes = new byte[(int) entry.size()];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.asByteBuffer());
            // Asked for one byte more, a stream of the right length says that it has ended.
            if (inflate(inflater, bytes) < bytes.length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw otherLength(entry);
            }
        } catch (DataFormatException e) {
            throw new WeightsException(source(), entry(entry) + "cannot be unpacked" + DAMAGED, e);
        } finally {
            inflater.end();
        }
        return MemorySegment.ofArray(bytes);
    }

    /// @return how many bytes there were
    private static int inflate(Inflater inflater, byte[] bytes) throws DataFormatException {
        int done = 0;
        while (done < bytes.length) {
            int some = inflater.inflate(bytes, done, bytes.length - done);
            if (some == 0) {
                break;
            }
            done += some;
        }
        return done;
    }

    private WeightsException otherLength(Entry entry) {
        return bad(entry, "does not become the " + Counts.bytes(entry.size()) + " that the archive says");
    }

    /// A short text, such as `little`.
    public String text(Entry entry) throws WeightsException {
        byte[] bytes = bytes(entry, 1_000).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static String entry(Entry entry) {
        return "the entry " + OneLine.quoted(entry.name()) + " ";
    }

    private WeightsException bad(Entry entry, String problem) {
        return new WeightsException(source(), entry(entry) + problem + DAMAGED);
    }

    @Override
    public void close() {
        file.close();
    }
}
