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

    /// By the logarithm of the length.
    private final List<Deque<long[]>> longs = new ArrayList<>();
    private final List<Deque<boolean[]>> flags = new ArrayList<>();

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
        return array == null ? new long[1 << index] : array;
    }

    /// At least `n` truth values, each whatever it was.
    boolean[] flags(int n) {
        int index = index(n);
        boolean[] array = flags.get(index).poll();
        return array == null ? new boolean[1 << index] : array;
    }

    void give(long... array) {
        longs.get(index(array.length)).push(array);
    }

    void give(boolean... array) {
        flags.get(index(array.length)).push(array);
    }
}
