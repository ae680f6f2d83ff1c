package islr.tflite.value;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Arrays of whole numbers and truth values that are used again: a few of each length, all of which are powers of two.
/// Serves one run at a time.
public final class ArrayPool {
    private static final int LENGTHS = 31;
    private static final int SMALLEST = 3;
    /// Bytes that wait to be used again, at most: a graph with large arrays of many lengths must not collect them.
    private static final long MOST_BYTES = 32L << 20;

    /// By the logarithm of the length.
    private final List<Deque<long[]>> longs = new ArrayList<>();
    private final List<Deque<boolean[]>> flags = new ArrayList<>();

    private long bytes;

    /// An empty pool.
    public ArrayPool() {
        for (int i = 0; i < LENGTHS; i++) {
            longs.add(new ArrayDeque<>());
            flags.add(new ArrayDeque<>());
        }
    }

    private static int index(int n) {
        int index = Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, n - 1)));
        if (index >= LENGTHS) {
            throw new IllegalArgumentException("it needs an array of " + n + " numbers, which is too long");
        }
        return index;
    }

    /// The length of the array for `n` numbers.
    static int length(int n) {
        return 1 << index(n);
    }

    /// At least `n` numbers of any value.
    long[] longs(int n) {
        int index = index(n);
        long[] array = longs.get(index).poll();
        if (array == null) {
            return new long[1 << index];
        }
        bytes -= (long) Long.BYTES * array.length;
        return array;
    }

    /// At least `n` truth values, each whatever it was.
    boolean[] flags(int n) {
        int index = index(n);
        boolean[] array = flags.get(index).poll();
        if (array == null) {
            return new boolean[1 << index];
        }
        bytes -= array.length;
        return array;
    }

    void give(long... array) {
        if (bytes + (long) Long.BYTES * array.length <= MOST_BYTES) {
            bytes += (long) Long.BYTES * array.length;
            longs.get(index(array.length)).push(array);
        }
    }

    void give(boolean... array) {
        if (bytes + array.length <= MOST_BYTES) {
            bytes += array.length;
            flags.get(index(array.length)).push(array);
        }
    }
}
