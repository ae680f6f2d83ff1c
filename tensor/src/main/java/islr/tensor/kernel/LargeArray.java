package islr.tensor.kernel;

/// Numbers that begin at a line of the cache.
///
/// A vector of 64 bytes that lies in two lines is loaded twice: the matrix product is 7 % slower, a model of a short
/// sequence 10 %. Java does not say at which address an array begins. But its usual collector, G1, gives every array of
/// half a region or more regions of its own, and leaves it there. Regions begin at multiples of a megabyte, the numbers
/// behind 16 bytes of header: number 12 begins the next line. Of a small array, or with another collector, it may not,
/// and nothing is lost.
public final class LargeArray {
    /// Numbers of a line.
    public static final int LINE = 16;
    /// The first number that begins a line.
    public static final int FIRST = 12;

    /// 4 MB: half a region up to heaps of 16 GB.
    private static final int SHARED = 1 << 20;

    private static float[] shared = {};
    private static int used = FIRST;

    private LargeArray() {}

    /// Some of an array's numbers.
    ///
    /// @param offset the first of them
    public record Piece(float[] array, int offset, int size) {}

    /// Zeros for something that stays: what is smaller than a region, as most weights are, shares an array with others.
    public static synchronized Piece piece(int size) {
        int needed = whole(size);
        if (needed > SHARED / 2) {
            return new Piece(new float[Math.addExact(FIRST, needed)], FIRST, size);
        }
        if (needed > shared.length - used) {
            shared = new float[FIRST + SHARED];
            used = FIRST;
        }
        Piece piece = new Piece(shared, used, size);
        used += needed;
        return piece;
    }

    /// So many numbers, rounded up to whole lines.
    public static int whole(int numbers) {
        return (numbers + LINE - 1) / LINE * LINE;
    }
}
