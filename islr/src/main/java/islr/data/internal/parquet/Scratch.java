package islr.data.internal.parquet;

import java.util.concurrent.ConcurrentLinkedDeque;

/// The large arrays that reading a column needs for a while. They are kept from one column, and one clip, to the next:
/// taking a megabyte anew for each column costs more than decoding it, and wakes the garbage collector in the middle of
/// a clip.
///
/// Each method gives an array of at least so many elements, with anything in them, and the same one until more are
/// asked for.
final class Scratch implements AutoCloseable {

    /// What is kept: the arrays of one column for each processor, each for a clip of some 400 frames at most, and no
    /// more than a sixteenth of the memory.
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

    /// One that nobody else uses until it is closed.
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

    /// For the same as floats.
    float[] floatEntries(int length) {
        return floatEntries = floatEntries.length < length ? new float[length] : floatEntries;
    }

    /// For the values of a page as floats.
    float[] floats(int length) {
        return floats = floats.length < length ? new float[length] : floats;
    }

    /// Keeps it for the next one who needs one.
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
