package islr.tflite.value;

import islr.tensor.Tensor;
import java.util.Arrays;

/// A large tensor of which parts are given out and taken back: the first gap that is large enough is used.
final class Chunk {
    private final Tensor all;
    /// The gaps in ascending order: where each begins, and where it ends.
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int gaps = 1;

    Chunk(Tensor all) {
        this.all = all;
        to[0] = all.size();
    }

    Tensor all() {
        return all;
    }

    /// @return where the part begins, or −1 if no gap is large enough
    int take(int size) {
        for (int i = 0; i < gaps; i++) {
            if (to[i] - from[i] >= size) {
                int at = from[i];
                from[i] += size;
                if (from[i] == to[i]) {
                    remove(i);
                }
                return at;
            }
        }
        return -1;
    }

    void give(int at, int size) {
        int i = 0;
        while (i < gaps && from[i] < at) {
            i++;
        }
        boolean before = i > 0 && to[i - 1] == at;
        boolean after = i < gaps && from[i] == at + size;
        if (before && after) {
            to[i - 1] = to[i];
            remove(i);
        } else if (before) {
            to[i - 1] = at + size;
        } else if (after) {
            from[i] = at;
        } else {
            insert(i, at, at + size);
        }
    }

    private void insert(int i, int begin, int end) {
        if (gaps == from.length) {
            from = Arrays.copyOf(from, 2 * gaps);
            to = Arrays.copyOf(to, 2 * gaps);
        }
        System.arraycopy(from, i, from, i + 1, gaps - i);
        System.arraycopy(to, i, to, i + 1, gaps - i);
        from[i] = begin;
        to[i] = end;
        gaps++;
    }

    private void remove(int i) {
        gaps--;
        System.arraycopy(from, i + 1, from, i, gaps - i);
        System.arraycopy(to, i + 1, to, i, gaps - i);
    }
}
