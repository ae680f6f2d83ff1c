package islr.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/// Some of the 543 rows of a frame: the landmarks that a clip holds, or that a model needs.
public final class SkeletonRows {

    /// All 543 rows.
    public static final SkeletonRows ALL = of(IntStream.range(0, Skeleton.ROWS).toArray());

    /// Ascending.
    private final int[] rows;
    /// The place of each of the 543 rows in `rows`, or −1.
    private final int[] places = new int[Skeleton.ROWS];

    private SkeletonRows(int[] rows) {
        this.rows = rows;
        Arrays.fill(places, -1);
        for (int place = 0; place < rows.length; place++) {
            places[rows[place]] = place;
        }
    }

    /// @param rows each 0 to 542, in any order; duplicates count once
    /// @return these rows, in ascending order
    /// @throws IllegalArgumentException if there are none, or one is not in 0 to 542
    public static SkeletonRows of(int... rows) {
        Objects.requireNonNull(rows, "rows");
        int[] ascending = Arrays.stream(rows).sorted().distinct().toArray();
        if (ascending.length == 0 || ascending[0] < 0 || ascending[ascending.length - 1] >= Skeleton.ROWS) {
            throw new IllegalArgumentException(
                    "rows of a skeleton: " + Arrays.toString(rows) + " must be one or more of 0 to 542");
        }
        return new SkeletonRows(ascending);
    }

    /// The number of rows.
    public int count() {
        return rows.length;
    }

    /// The place of a row among these, or −1 if it is not one of them.
    ///
    /// @param row 0 to 542
    public int place(int row) {
        return places[row];
    }

    /// True if these are all 543.
    public boolean isAll() {
        return rows.length == Skeleton.ROWS;
    }

    /// The rows, in ascending order.
    public int[] toArray() {
        return rows.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SkeletonRows that && Arrays.equals(rows, that.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }

    @Override
    public String toString() {
        return isAll() ? "all rows" : Arrays.toString(rows);
    }
}
