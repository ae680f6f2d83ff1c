package islr.data.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Makes a parquet file in memory: flat optional columns, one row group, one gzip page a column. Equal columns give equal bytes on the same
/// JDK (another one's zlib may compress otherwise).
///
/// | column | values |
/// |---|---|
/// | [#shorts] | `INT32` labelled as 16 bits, plain |
/// | [#texts] | `BYTE_ARRAY`, plain |
/// | [#codes] | `BYTE_ARRAY` by a dictionary, the indices as runs |
/// | [#doubles] | `DOUBLE`, plain, NaN becomes NULL |
public final class ParquetOutput {

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final String[] NO_WORDS = {};
    private static final int GZIP = 2;
    private static final int UTF8 = 0;
    private static final int INT_16 = 16;
    private static final int PLAIN = Format.Encoding.PLAIN.ordinal();
    private static final int RLE = Format.Encoding.RLE.ordinal();
    private static final int RLE_DICTIONARY = Format.Encoding.RLE_DICTIONARY.ordinal();

    /// A column whose pages are written: where, and how long they are.
    private record Written(String name, Format.Type type, boolean dictionary, int start, int dataPage, int end, int plainSize) {}

    private final int rows;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Written> columns = new ArrayList<>();
    /// Bytes of the column in work before compression.
    private int plainSize;

    /// @param rows of the file; every column must have as many values
    public ParquetOutput(int rows) {
        this.rows = rows;
        out.writeBytes(MAGIC);
    }

    /// Adds a column of small integers.
    public void shorts(String name, short[] values) {
        ByteBuffer plain = buffer(4 * values.length);
        for (short value : values) {
            plain.putInt(value);
        }
        column(name, Format.Type.INT32, NO_WORDS, PLAIN, present(), plain.array());
    }

    /// Adds a column of texts.
    ///
    /// @param values for each row its text
    public void texts(String name, IntFunction<String> values) {
        column(name, Format.Type.BYTE_ARRAY, NO_WORDS, PLAIN, present(), plainTexts(rows, values));
    }

    /// Adds a column of texts of which there are few.
    ///
    /// @param words at most 256
    /// @param codes for each row the number of its word
    public void codes(String name, String[] words, int[] codes) {
        var indices = new ByteArrayOutputStream();
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(words.length - 1));
        indices.write(bits);
        runs(indices, codes);
        column(name, Format.Type.BYTE_ARRAY, words, RLE_DICTIONARY, present(), indices.toByteArray());
    }

    /// Adds a column of numbers.
    ///
    /// @param values at `first`, `first + step` and so on; NaN where there is none
    public void doubles(String name, float[] values, int first, int step) {
        int[] levels = new int[rows];
        ByteBuffer plain = buffer(8 * rows);
        for (int i = 0; i < rows; i++) {
            float value = values[first + i * step];
            if (!Float.isNaN(value)) {
                levels[i] = 1;
                plain.putDouble(value);
            }
        }
        byte[] bytes = new byte[plain.position()];
        plain.get(0, bytes);
        column(name, Format.Type.DOUBLE, NO_WORDS, PLAIN, levels, bytes);
    }

    /// The whole file.
    ///
    /// @param creator who wrote it
    public byte[] toBytes(String creator) {
        var footer = new ThriftWriter().open().writeInt(1, 1).structs(2, columns.size() + 1);
        footer.open().writeText(4, "schema").writeInt(5, columns.size()).close();
        columns.forEach(column -> schema(footer, column));
        footer.writeLong(3, rows).structs(4, 1).open().structs(1, columns.size());
        columns.forEach(column -> chunk(footer, column));
        footer.writeLong(2, columns.stream().mapToLong(Written::plainSize).sum()).writeLong(3, rows).close();
        byte[] bytes = footer.writeText(6, creator).close().toBytes();
        out.writeBytes(bytes);
        out.writeBytes(buffer(4).putInt(bytes.length).array());
        out.writeBytes(MAGIC);
        return out.toByteArray();
    }

    private static void schema(ThriftWriter footer, Written column) {
        footer.open().writeInt(1, column.type.ordinal()).writeInt(3, Format.OPTIONAL).writeText(4, column.name);
        switch (column.type) {
            case INT32 -> footer.writeInt(6, INT_16).open(10).open(10).writeByte(1, 16).writeTrue(2).close().close();
            case BYTE_ARRAY -> footer.writeInt(6, UTF8).open(10).open(1).close().close();
            default -> { }
        }
        footer.close();
    }

    private void chunk(ThriftWriter footer, Written column) {
        footer.open().writeLong(2, column.start).open(3).writeInt(1, column.type.ordinal());
        if (column.dictionary) {
            footer.writeInts(2, PLAIN, RLE, RLE_DICTIONARY);
        } else {
            footer.writeInts(2, PLAIN, RLE);
        }
        footer.writeTexts(3, column.name).writeInt(4, GZIP).writeLong(5, rows).writeLong(6, column.plainSize)
                .writeLong(7, column.end - column.start).writeLong(9, column.dataPage);
        if (column.dictionary) {
            footer.writeLong(11, column.start);
        }
        footer.close().close();
    }

    private void column(String name, Format.Type type, String[] words, int encoding, int[] levels, byte[] values) {
        if (levels.length != rows) {
            throw new IllegalArgumentException("column %s: %d values for %d rows".formatted(name, levels.length, rows));
        }
        int start = out.size();
        plainSize = 0;
        if (words.length > 0) {
            page(Format.DICTIONARY_PAGE, words.length, PLAIN, plainTexts(words.length, i -> words[i]));
        }
        int dataPage = out.size();
        var page = new ByteArrayOutputStream();
        runs(page, levels);
        byte[] size = buffer(4).putInt(page.size()).array();
        byte[] bytes = ByteBuffer.allocate(4 + page.size() + values.length).put(size).put(page.toByteArray()).put(values).array();
        page(Format.DATA_PAGE, rows, encoding, bytes);
        columns.add(new Written(name, type, words.length > 0, start, dataPage, out.size(), plainSize));
    }

    private void page(int type, int count, int encoding, byte[] bytes) {
        byte[] packed = gzip(bytes);
        var header = new ThriftWriter().open().writeInt(1, type).writeInt(2, bytes.length).writeInt(3, packed.length);
        if (type == Format.DATA_PAGE) {
            header.open(5).writeInt(1, count).writeInt(2, encoding).writeInt(3, RLE).writeInt(4, RLE).close();
        } else {
            header.open(7).writeInt(1, count).writeInt(2, encoding).close();
        }
        byte[] head = header.close().toBytes();
        out.writeBytes(head);
        out.writeBytes(packed);
        plainSize += head.length + bytes.length;
    }

    /// Numbers below 256 as runs of equal ones: labels and gaps of a clip come in whole parts of the body.
    private static void runs(ByteArrayOutputStream out, int[] values) {
        for (int i = 0, end; i < values.length; i = end) {
            end = i + 1;
            while (end < values.length && values[end] == values[i]) {
                end++;
            }
            ThriftWriter.writeVarint(out, (long) (end - i) << 1);
            out.write(values[i]);
        }
    }

    private int[] present() {
        int[] levels = new int[rows];
        Arrays.fill(levels, 1);
        return levels;
    }

    private static byte[] plainTexts(int count, IntFunction<String> texts) {
        var plain = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[] bytes = texts.apply(i).getBytes(StandardCharsets.UTF_8);
            plain.writeBytes(buffer(4).putInt(bytes.length).array());
            plain.writeBytes(bytes);
        }
        return plain.toByteArray();
    }

    /// Level 1: a clip is noise and labels, and level 6 takes four times as long to save 4 % more.
    private static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
