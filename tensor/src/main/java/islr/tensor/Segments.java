package islr.tensor;

import java.util.Arrays;

/// The row ranges of the sequences of a batch: a ragged batch is one `[rows, channels]` tensor plus its segments,
/// without padding.
///
/// A row may stand for several equal rows: its **multiplicity** (1 unless said otherwise). The Keras systems let real
/// rows attend to padded ones, and all padded rows of a sequence are the same row; it is kept once with the number of
/// rows it stands for. As a key it enters a softmax with that weight; in means and sums it counts that often; its
/// gradient is the sum over its rows.
public final class Segments {
    private final int[] starts;
    private final float[] multiplicity;

    private Segments(int[] starts, float[] multiplicity) {
        this.starts = starts;
        this.multiplicity = multiplicity;
    }

    /// Segments of the given lengths, one behind the other.
    ///
    /// @throws IllegalArgumentException if a length is negative, or there are 2^31 rows or more
    public static Segments ofLengths(int... lengths) {
        int[] starts = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 0) {
                throw new IllegalArgumentException(
                        "segments: length " + lengths[i] + " of segment " + i + " is negative");
            }
            if (lengths[i] > Integer.MAX_VALUE - starts[i]) {
                throw new IllegalArgumentException(
                        "segments: " + ((long) starts[i] + lengths[i]) + " rows or more; there may be 2^31 - 1");
            }
            starts[i + 1] = starts[i] + lengths[i];
        }
        return new Segments(starts, null);
    }

    /// `count` segments of the same length: a dense batch.
    ///
    /// @throws IllegalArgumentException if one of them is negative, or there are 2^31 rows or more
    public static Segments uniform(int count, int length) {
        if (count < 0) {
            throw new IllegalArgumentException("segments: " + count + " of them; 0 or more can be had");
        }
        int[] lengths = new int[count];
        Arrays.fill(lengths, length);
        return ofLengths(lengths);
    }

    /// The same rows, row `r` standing for `multiplicity[r]` equal rows.
    ///
    /// @param multiplicity `[rows]`, each at least 1; not copied
    /// @throws IllegalArgumentException if there is not one number a row, or one is below 1
    public Segments withMultiplicity(float[] multiplicity) {
        if (multiplicity.length != rows()) {
            throw new IllegalArgumentException("segments: " + multiplicity.length + " multiplicities for " + rows()
                    + " rows: one a row is needed");
        }
        boolean allOne = true;
        for (float k : multiplicity) {
            if (!(k >= 1)) {
                throw new IllegalArgumentException("segments: a row cannot stand for " + k + " rows");
            }
            allOne &= k == 1;
        }
        return new Segments(starts, allOne ? null : multiplicity);
    }

    /// Number of sequences.
    public int count() {
        return starts.length - 1;
    }

    /// Number of rows of all sequences together.
    public int rows() {
        return starts[starts.length - 1];
    }

    /// The first row of a sequence.
    public int start(int segment) {
        return starts[segment];
    }

    /// The row after the last one of a sequence.
    public int end(int segment) {
        return starts[segment + 1];
    }

    /// How many rows a sequence has.
    public int length(int segment) {
        return starts[segment + 1] - starts[segment];
    }

    /// For how many rows a row stands.
    public float multiplicity(int row) {
        return multiplicity == null ? 1 : multiplicity[row];
    }

    /// The multiplicities `[rows]`, or null if every row stands for itself. Not a copy: for kernels, which do not write
    /// it.
    public float[] multiplicities() {
        return multiplicity;
    }

    /// Checks that a tensor has one row for each row of these segments.
    ///
    /// @throws IllegalArgumentException naming the operation and both numbers
    public void requireRows(String operation, Tensor x) {
        if (x.shape().rank() < 2 || x.shape().dim(0) != rows()) {
            throw new IllegalArgumentException(operation + ": x " + x.shape() + " against segments of " + rows()
                    + " rows in " + count() + " sequences: the first axis must be the rows");
        }
    }

    @Override
    public String toString() {
        return "Segments" + Arrays.toString(starts) + (multiplicity == null ? "" : " with multiplicities");
    }
}
