package islr.tensor;

import islr.tensor.kernel.LargeArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One slab of floats and a bump pointer: allocation is an addition, and [#reset()] frees everything at once. Every
/// tensor begins a line of the cache, if the slab is a [LargeArray].
///
/// A prediction (or a training step) allocates the same sizes in the same order again and again, so after the first one
/// no array is allocated any more: what did not fit is taken in extra slabs, and the reset replaces them all by a
/// single one that is large enough. A tensor that is used after the reset throws; what must survive is copied with
/// [Tensor#copy()]. Of arrays outside the slab ([#array(int)]) it keeps a few of each length.
///
/// Not thread-safe: one workspace serves one computation at a time (its parallel tasks write into tensors allocated
/// before they start).
public final class Workspace implements Memory {
    private static final int SMALLEST_SLAB = 1 << 14;
    /// An extra slab is twice as large as the one before it, up to this: what it does not use is lost until the reset.
    private static final int LARGEST_EXTRA_SLAB = 1 << 22;

    /// Numbers in arrays of their own that are kept over a reset: inputs and masks.
    private static final int KEPT = 1 << 22;

    /// What a Java array holds, as [Shape] has it.
    private static final int MOST = Integer.MAX_VALUE - 64;

    private static final float[] NONE = {};

    private final List<float[]> full = new ArrayList<>();
    /// Numbers that were used of those.
    private long filled;
    /// By their lengths: those that are free, and those that the next reset frees.
    private final Map<Integer, Deque<float[]>> free = new HashMap<>();
    private final List<float[]> taken = new ArrayList<>();
    private int kept;
    private final boolean poisoned;
    private float[] slab = NONE;
    /// Where the next tensor begins.
    private int used = LargeArray.FIRST;
    private long generation;

    private Workspace(boolean poisoned) {
        this.poisoned = poisoned;
    }

    /// An empty workspace, which grows as tensors are asked for.
    public static Workspace create() {
        return new Workspace(false);
    }

    /// A workspace with room for so many numbers from the start. One that finds out by itself how much it needs takes
    /// twice as much for a moment: what it took bit by bit, and the one slab that replaces it.
    ///
    /// @param numbers of all tensors between two resets; if there are more, it grows
    /// @throws IllegalArgumentException if it is negative
    public static Workspace of(long numbers) {
        if (numbers < 0) {
            throw new IllegalArgumentException("workspace: room for " + numbers + " numbers; 0 or more can be had");
        }
        Workspace workspace = new Workspace(false);
        workspace.slab = workspace.fresh(LargeArray.FIRST + (int) Math.min(numbers, MOST - LargeArray.FIRST));
        return workspace;
    }

    /// A workspace that fills itself with NaN at every reset, so that an operation that reads what it did not write
    /// shows in a test.
    public static Workspace poisoned() {
        return new Workspace(true);
    }

    @Override
    public Tensor allocate(Shape shape) {
        int needed = LargeArray.whole(shape.size());
        if (needed > slab.length - used) {
            grow(needed);
        }
        int offset = used;
        used += needed;
        return Tensor.in(this, slab, offset, shape);
    }

    @Override
    public float[] array(int n) {
        float[] array = free.computeIfAbsent(n, length -> new ArrayDeque<>()).poll();
        if (array == null) {
            array = fresh(n);
            kept += n;
        } else if (poisoned) {
            Arrays.fill(array, Float.NaN);
        }
        taken.add(array);
        return array;
    }

    private void grow(int needed) {
        if (slab.length > 0) {
            full.add(slab);
            filled += used;
        }
        slab = fresh(Math.max(Math.addExact(LargeArray.FIRST, needed),
                Math.clamp(2L * slab.length, SMALLEST_SLAB, LARGEST_EXTRA_SLAB)));
        used = LargeArray.FIRST;
    }

    private float[] fresh(int size) {
        float[] array = new float[size];
        if (poisoned) {
            Arrays.fill(array, Float.NaN);
        }
        return array;
    }

    /// Frees every tensor and every array of this workspace.
    public void reset() {
        generation++;
        if (kept > KEPT) {
            free.clear();
            kept = 0;
        } else {
            taken.forEach(array -> free.get(array.length).push(array));
        }
        taken.clear();
        if (!full.isEmpty()) {
            // An eighth more, or every step that is a little larger than all before it would make a new one.
            long total = (filled + used) * 9 / 8;
            full.clear();
            filled = 0;
            // The old one goes before the new one comes: together they would be twice the need.
            slab = NONE;
            slab = fresh((int) Math.min(total, MOST));
        } else if (poisoned) {
            Arrays.fill(slab, Float.NaN);
        }
        used = LargeArray.FIRST;
    }

    /// Counts resets: a tensor remembers the generation in which it was allocated.
    long generation() {
        return generation;
    }
}
