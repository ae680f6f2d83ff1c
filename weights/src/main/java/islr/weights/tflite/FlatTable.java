package islr.weights.tflite;

import com.google.flatbuffers.Table;
import islr.weights.WeightsException;
import islr.weights.text.Counts;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table of a flatbuffer. Every offset is checked before it is followed, and what a file may make us read in all is
/// limited: many offsets may lead to the same place, so a small file could describe an endless one.
///
/// A field is named by its number, counted from 0 in the order of the schema. A field that is not there has its
/// default.
public final class FlatTable extends Table {
    private static final int FIRST_FIELD = 4;

    /// The flatbuffer, and how much of it has been read.
    private static final class Source {
        /// Models of today have some ten thousand tables.
        static final int MOST_TABLES = 300_000;
        static final long MOST_BYTES = 64L << 20;

        final String name;
        final MemorySegment all;
        final ByteBuffer bytes;
        int tables;
        long read;

        Source(String name, MemorySegment all) {
            this.name = name;
            this.all = all;
            this.bytes = all.asByteBuffer().order(java.nio.ByteOrder.LITTLE_ENDIAN);
        }

        boolean holds(long offset, long length) {
            return offset >= 0 && length >= 0 && length <= bytes.limit() && offset <= bytes.limit() - length;
        }

        void count(long bytesRead) throws WeightsException {
            read += bytesRead;
            if (tables > MOST_TABLES || read > MOST_BYTES) {
                throw new WeightsException(name, "this flatbuffer describes more than " + Counts.of(MOST_TABLES)
                        + " tables or " + Counts.bytes(MOST_BYTES) + " of lists and texts");
            }
        }
    }

    private final Source source;
    private final int vtableBytes;
    private final int tableBytes;

    private FlatTable(Source source, long position) throws WeightsException {
        this.source = source;
        source.tables++;
        source.count(0);
        if (!source.holds(position, Integer.BYTES)) {
            throw bad(source, position, "a table is outside of it");
        }
        long vtable = position - source.bytes.getInt((int) position);
        if (!source.holds(vtable, FIRST_FIELD)) {
            throw bad(source, position, "the description of a table is outside of it");
        }
        vtableBytes = Short.toUnsignedInt(source.bytes.getShort((int) vtable));
        tableBytes = Short.toUnsignedInt(source.bytes.getShort((int) vtable + Short.BYTES));
        if (vtableBytes < FIRST_FIELD || vtableBytes > Short.MAX_VALUE || vtableBytes % Short.BYTES != 0
                || !source.holds(vtable, vtableBytes)) {
            throw bad(source, position, "the description of a table has " + Counts.bytes(vtableBytes));
        }
        if (tableBytes < Integer.BYTES || !source.holds(position, tableBytes)) {
            throw bad(source, position, "a table has " + Counts.bytes(tableBytes));
        }
        __reset((int) position, source.bytes);
    }

    /// The table that the flatbuffer begins with.
    ///
    /// @param name what messages call the file
    static FlatTable root(String name, MemorySegment all) throws WeightsException {
        Source source = new Source(name, all);
        if (!source.holds(0, Integer.BYTES)) {
            throw bad(source, 0, "it ends before it begins");
        }
        return new FlatTable(source, Integer.toUnsignedLong(source.bytes.getInt(0)));
    }

    private static WeightsException bad(Source source, long at, String problem) {
        return new WeightsException(source.name, "this flatbuffer is truncated or damaged at byte " + Counts.of(at)
                + ": " + problem + "; get it again from its source");
    }

    private WeightsException bad(String problem) {
        return bad(source, bb_pos, problem);
    }

    /// @return where the field's bytes are, 0 if it is not there
    private int place(int field, int width) throws WeightsException {
        int entry = FIRST_FIELD + Short.BYTES * field;
        if (entry + Short.BYTES > vtableBytes) {
            return 0;
        }
        int offset = Short.toUnsignedInt((short) __offset(entry));
        if (offset != 0 && (offset < Integer.BYTES || offset + width > tableBytes)) {
            throw bad("field " + field + " is outside of its table");
        }
        return offset == 0 ? 0 : bb_pos + offset;
    }

    /// Where the offset in a place leads, if it stays inside the file.
    private int target(int place) throws WeightsException {
        long target = place + Integer.toUnsignedLong(bb.getInt(place));
        if (!source.holds(target, Integer.BYTES)) {
            throw bad("an offset leads out of the file");
        }
        return (int) target;
    }

    /// A vector's first item, after it was checked that all of them are inside.
    private record Vector(int begin, int count) {}

    private Vector vector(int field, int width) throws WeightsException {
        int place = place(field, Integer.BYTES);
        if (place == 0) {
            return new Vector(0, 0);
        }
        int begin = target(place);
        long count = Integer.toUnsignedLong(bb.getInt(begin));
        if (!source.holds(begin + (long) Integer.BYTES, count * width)) {
            throw bad("a list of " + Counts.of(count) + " items of " + Counts.bytes(width) + " leads out of the file");
        }
        return new Vector(begin + Integer.BYTES, (int) count);
    }

    private Vector counted(int field, int width) throws WeightsException {
        Vector vector = vector(field, width);
        source.count((long) vector.count * width);
        return vector;
    }

    /// Whether the field is there.
    public boolean has(int field) throws WeightsException {
        return place(field, 1) != 0;
    }

    /// The whole number of a field of one byte.
    public byte int8(int field, int otherwise) throws WeightsException {
        int place = place(field, Byte.BYTES);
        return place == 0 ? (byte) otherwise : bb.get(place);
    }

    /// The truth value of a field; false if it is not there.
    public boolean bool(int field) throws WeightsException {
        return int8(field, 0) != 0;
    }

    /// The whole number of a field of four bytes.
    public int int32(int field, int otherwise) throws WeightsException {
        int place = place(field, Integer.BYTES);
        return place == 0 ? otherwise : bb.getInt(place);
    }

    /// The whole number of a field of eight bytes.
    public long int64(int field, long otherwise) throws WeightsException {
        int place = place(field, Long.BYTES);
        return place == 0 ? otherwise : bb.getLong(place);
    }

    /// The floating-point number of a field.
    public float float32(int field, float otherwise) throws WeightsException {
        int place = place(field, Float.BYTES);
        return place == 0 ? otherwise : bb.getFloat(place);
    }

    /// A list of whole numbers; empty if the field is not there.
    public List<Integer> ints(int field) throws WeightsException {
        Vector vector = counted(field, Integer.BYTES);
        List<Integer> all = new ArrayList<>(vector.count);
        for (int i = 0; i < vector.count; i++) {
            all.add(bb.getInt(vector.begin + Integer.BYTES * i));
        }
        return List.copyOf(all);
    }

    /// A list of whole numbers of eight bytes; empty if the field is not there.
    public long[] longs(int field) throws WeightsException {
        Vector vector = counted(field, Long.BYTES);
        long[] all = new long[vector.count];
        for (int i = 0; i < all.length; i++) {
            all[i] = bb.getLong(vector.begin + Long.BYTES * i);
        }
        return all;
    }

    /// A list of floating-point numbers; empty if the field is not there.
    public float[] floats(int field) throws WeightsException {
        Vector vector = counted(field, Float.BYTES);
        float[] all = new float[vector.count];
        for (int i = 0; i < all.length; i++) {
            all[i] = bb.getFloat(vector.begin + Float.BYTES * i);
        }
        return all;
    }

    /// A list of bytes, which stay where they are; empty if the field is not there.
    public MemorySegment bytes(int field) throws WeightsException {
        Vector vector = vector(field, Byte.BYTES);
        return source.all.asSlice(vector.begin, vector.count);
    }

    /// A text; empty if the field is not there.
    public String text(int field) throws WeightsException {
        Vector vector = counted(field, Byte.BYTES);
        byte[] text = new byte[vector.count];
        bb.get(vector.begin, text);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            throw bad("a text is not UTF-8");
        }
    }

    /// Another table.
    public Optional<FlatTable> table(int field) throws WeightsException {
        int place = place(field, Integer.BYTES);
        return place == 0 ? Optional.empty() : Optional.of(new FlatTable(source, target(place)));
    }

    /// A list of tables; empty if the field is not there.
    public List<FlatTable> tables(int field) throws WeightsException {
        Vector vector = counted(field, Integer.BYTES);
        List<FlatTable> all = new ArrayList<>();
        for (int i = 0; i < vector.count; i++) {
            all.add(new FlatTable(source, target(vector.begin + Integer.BYTES * i)));
        }
        return all;
    }

    /// What messages call the file.
    String sourceName() {
        return source.name;
    }
}
