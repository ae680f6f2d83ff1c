package islr.tensor.kernel.simd;

import islr.tensor.kernel.LargeArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The 320 kB that a product needs for packed rows and widened numbers, handed from product to product.
///
/// Not one for each thread: an application may have thousands of threads, and each would keep it as long as it lives.
final class GemmScratch {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    /// References in a line of the cache, so that threads at work do not share one.
    private static final int LINE = 16;
    /// Those that no product uses, or null: one place a processor.
    private static final AtomicReferenceArray<GemmScratch> FREE = new AtomicReferenceArray<>(PROCESSORS * LINE);

    final LargeArray.Piece rows = LargeArray.piece(GemmSimd.ROWS * GemmSimd.PACKED_DEPTH);
    /// A block of a panel of narrow numbers, widened.
    final LargeArray.Piece wide = LargeArray.piece(GemmSimd.DEPTH * GemmSimd.WIDTH + 2 * LargeArray.LINE);
    /// Kept only so that it is computed.
    int read;
    final float[] tile = new float[PackedTile.ROWS * GemmSimd.WIDTH];

    private GemmScratch() {}

    /// One that nobody else uses until it is given back. Each thread begins to look at a place of its own.
    static GemmScratch take() {
        int first = first();
        for (int i = 0; i < PROCESSORS; i++) {
            GemmScratch free = FREE.getAndSet((first + i) % PROCESSORS * LINE, null);
            if (free != null) {
                return free;
            }
        }
        return new GemmScratch();
    }

    /// Keeps it for others; of more than the processors can use at a time, the last are forgotten.
    void giveBack() {
        int first = first();
        for (int i = 0; i < PROCESSORS; i++) {
            if (FREE.compareAndSet((first + i) % PROCESSORS * LINE, null, this)) {
                return;
            }
        }
    }

    private static int first() {
        return (int) (Thread.currentThread().threadId() % PROCESSORS);
    }
}
