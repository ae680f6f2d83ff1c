package islr.weights.internal;

import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The list of files at the end of a zip archive (PKWARE's APPNOTE, sections 4.3.7 to 4.3.16).
///
/// Once [#read] has returned, every entry's bytes are inside the archive, before its directory, and belong to no other
/// entry.
final class ZipDirectory {
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_BYTES = 56;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_BYTES = 20;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final long SEE_64 = 0xFFFFFFFFL;
    private static final int EXTRA_64 = 1;
    private static final int ENCRYPTED = 1;
    private static final int MOST_ENTRIES = 200_000;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MappedFile file;
    private final MemorySegment all;
    /// Where the directory begins.
    private long begin;
    private long bytes;

    private ZipDirectory(MappedFile file) {
        this.file = file;
        this.all = file.all();
    }

    static Map<String, ZipArchive.Entry> read(MappedFile file) throws WeightsException {
        ZipDirectory directory = new ZipDirectory(file);
        directory.find();
        Map<String, ZipArchive.Entry> entries = directory.entries();
        directory.checkPlaces(entries);
        return entries;
    }

    /// The record at the end says where the directory is. A comment may follow it.
    private void find() throws WeightsException {
        long end = file.size() - END_BYTES;
        long least = Math.max(0, end - LONGEST_COMMENT);
        while (end >= least && !(all.get(INT, end) == END && unsigned(end + 20) == file.size() - end - END_BYTES)) {
            end--;
        }
        if (end < least) {
            throw new WeightsException(file.source(), "this zip archive has no directory at its end: the file is "
                    + "truncated or damaged, get it again from its source");
        }
        bytes = all.get(INT, end + 12) & SEE_64;
        begin = all.get(INT, end + 16) & SEE_64;
        long locator = end - LOCATOR_64_BYTES;
        if (locator >= 0 && all.get(INT, locator) == LOCATOR_64) {
            long end64 = all.get(LONG, locator + 8);
            if (!file.holds(end64, END_64_BYTES) || end64 > locator - END_64_BYTES || all.get(INT, end64) != END_64) {
                throw bad("its directory is not where its end says");
            }
            bytes = all.get(LONG, end64 + 40);
            begin = all.get(LONG, end64 + 48);
            end = end64;
        }
        if (!file.holds(begin, bytes) || begin + bytes > end) {
            throw bad("its directory is said to have " + Counts.bytes(bytes) + " from byte " + Counts.of(begin)
                    + ", which the file does not hold");
        }
    }

    private Map<String, ZipArchive.Entry> entries() throws WeightsException {
        Map<String, ZipArchive.Entry> entries = new LinkedHashMap<>();
        for (long at = begin; at < begin + bytes;) {
            long left = begin + bytes - at;
            if (left < CENTRAL_BYTES || all.get(INT, at) != CENTRAL) {
                throw bad("its directory is not a list of entries at byte " + Counts.of(at));
            }
            int name = unsigned(at + 28);
            int extra = unsigned(at + 30);
            long length = (long) CENTRAL_BYTES + name + extra + unsigned(at + 32);
            if (length > left) {
                throw bad("its directory ends inside an entry");
            }
            ZipArchive.Entry entry = entry(at, text(at + CENTRAL_BYTES, name), at + CENTRAL_BYTES + name, extra);
            if (!entry.name().endsWith("/") && entries.put(entry.name(), entry) != null) {
                throw bad("it has two entries " + OneLine.quoted(entry.name()));
            }
            if (entries.size() > MOST_ENTRIES) {
                throw new WeightsException(file.source(), "it has more than " + Counts.of(MOST_ENTRIES) + " entries");
            }
            at += length;
        }
        return entries;
    }

    private ZipArchive.Entry entry(long at, String name, long extra, int extraBytes) throws WeightsException {
        int method = unsigned(at + 10);
        long[] sizes = {all.get(INT, at + 24) & SEE_64, all.get(INT, at + 20) & SEE_64, all.get(INT, at + 42) & SEE_64};
        long field = extra;
        while (field + 4 <= extra + extraBytes) {
            long from = field + 4;
            long to = from + unsigned(field + 2);
            if (unsigned(field) == EXTRA_64 && to <= extra + extraBytes) {
                // Only those numbers are there for which there is no room elsewhere.
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == SEE_64 && from + Long.BYTES <= to) {
                        sizes[i] = all.get(LONG, from);
                        from += Long.BYTES;
                    }
                }
            }
            field = to;
        }
        long local = sizes[2];
        if (!file.holds(local, LOCAL_BYTES) || all.get(INT, local) != LOCAL) {
            throw bad("the entry " + OneLine.quoted(name) + " is not where its directory says");
        }
        if (((unsigned(at + 8) | unsigned(local + 6)) & ENCRYPTED) != 0) {
            throw new WeightsException(file.source(), "the entry " + OneLine.quoted(name)
                    + " is protected by a password; unpack the archive and pack it without one");
        }
        if (method != ZipArchive.STORED && method != ZipArchive.DEFLATED || method != unsigned(local + 8)) {
            throw new WeightsException(file.source(), "the entry " + OneLine.quoted(name) + " is packed by method "
                    + method + ", which is not read here; store or deflate it");
        }
        int localName = unsigned(local + 26);
        long data = local + LOCAL_BYTES + localName + unsigned(local + 28);
        if (sizes[0] < 0 || sizes[1] < 0 || !file.holds(data, sizes[1]) || data + sizes[1] > begin) {
            throw bad("the entry " + OneLine.quoted(name) + " is said to have " + Counts.bytes(sizes[1]) + " from byte "
                    + Counts.of(data) + ", which the archive does not hold");
        }
        if (!name.equals(text(local + LOCAL_BYTES, localName))) {
            throw bad("the entry " + OneLine.quoted(name) + " is called otherwise in its own place");
        }
        if (method == ZipArchive.STORED && sizes[0] != sizes[1]) {
            throw bad("the entry " + OneLine.quoted(name) + " is stored, yet said to have " + Counts.of(sizes[1])
                    + " and " + Counts.bytes(sizes[0]));
        }
        return new ZipArchive.Entry(name, method, all.get(INT, at + 16) & SEE_64, data, sizes[1], sizes[0]);
    }

    /// Two entries that share bytes are how few bytes become many.
    private void checkPlaces(Map<String, ZipArchive.Entry> entries) throws WeightsException {
        List<ZipArchive.Entry> byPlace = entries.values().stream().sorted((a, b) -> Long.compare(a.begin(), b.begin()))
                .toList();
        for (int i = 1; i < byPlace.size(); i++) {
            ZipArchive.Entry before = byPlace.get(i - 1);
            if (byPlace.get(i).begin() - LOCAL_BYTES < before.begin() + before.packed()) {
                throw bad("the entries " + OneLine.quoted(before.name()) + " and "
                        + OneLine.quoted(byPlace.get(i).name()) + " overlap");
            }
        }
    }

    private int unsigned(long at) {
        return Short.toUnsignedInt(all.get(SHORT, at));
    }

    private String text(long at, int length) throws WeightsException {
        if (!file.holds(at, length)) {
            throw bad("the name of an entry is cut off");
        }
        byte[] name = all.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            // The other encoding of the format; our names are ASCII.
            return new String(name, StandardCharsets.ISO_8859_1);
        }
    }

    private WeightsException bad(String problem) {
        return new WeightsException(file.source(),
                "this zip archive is damaged: " + problem + "; get it again from its source");
    }
}
