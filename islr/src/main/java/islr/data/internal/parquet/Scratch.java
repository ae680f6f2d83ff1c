package islr.data.internal.parquet;

import java.util.concurrent.ConcurrentLinkedDeque;

/// The large arrays that are needed while a column is read. They are kept from one column, and one clip, to the next:
/// allocating a megabyte for each column costs more than decoding it, and starts the garbage collector in the middle of
/// a clip.
///
/// Each method returns an array of at least `length` elements with arbitrary contents. It is the same array until a
/// longer one is asked for.
final class Scratch implements AutoCloseable {

    /// Limits of what is kept: the arrays of one column for each processor, each large enough for a clip of about 400
    /// frames, and in total no more than a sixteenth of the memory.
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST = Math.clamp(Runtime.getRuntime().maxMemory() / 16 / MOST_BYTES, 1,
            Runtime.getRuntime().availableProcessors());
    private static final ConcurrentLinkedDeque<Scratch> FREE = new ConcurrentLinkedDeque<>();

    private byte[] chunk = {};
    private byte[] page = {};
    private int[] levels = {};
    private int[] ids = {};
    private double[] numbers = {};
    private double[] entries = {};
    private float[] floatEntries = {};
    private float[] floats = {};

    private Scratch() {}

    /// Arrays that nobody else uses until they are closed.
    static Scratch take() {
        Scratch scratch = FREE.poll();
        return scratch == null ? new Scratch() : scratch;
    }

    /// For a column chunk as it is in the file.
    byte[] chunk(int length) {
        return chunk = chunk.length < length ? new byte[length] : chunk;
    }

    /// For a decompressed page.
    byte[] page(int length) {
        return page = page.length < length ? new byte[length] : page;
    }

    /// For the definition levels of a page.
    int[] levels(int length) {
        return levels = levels.length < length ? new int[length] : levels;
    }

    /// For the dictionary ids of a page, or codes in their place.
    int[] ids(int length) {
        return ids = ids.length < length ? new int[length] : ids;
    }

    /// For the values of a page.
    double[] numbers(int length) {
        return numbers = numbers.length < length ? new double[length] : numbers;
    }

    /// For the values of a dictionary.
    double[] entries(int length) {
        return entries = entries.length < length ? new double[length] : entries;
    }

    /// For the values of a dictionary as floats.
    float[] floatEntries(int length) {
        return floatEntries = floatEntries.length < length ? new float[length] : floatEntries;
    }

    /// For the values of a page as floats.
    float[] floats(int length) {
        return floats = floats.length < length ? new float[length] : floats;
    }

    /// Keeps the arrays for a later [#take], within the limits.
    @Override
    public void close() {
        long words = levels.length + ids.length + floats.length + floatEntries.length
                + 2L * (numbers.length + entries.length);
        long bytes = chunk.length + page.length + 4 * words;
        if (bytes <= MOST_BYTES && FREE.size() < MOST) {
            FREE.push(this);
        }
    }
}
