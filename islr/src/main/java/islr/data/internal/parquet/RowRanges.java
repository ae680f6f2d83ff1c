package islr.data.internal.parquet;

import java.util.Arrays;

/// Some of the rows of a file: ranges that follow one another and do not overlap.
///
/// @param from the first row of each range, ascending
/// @param to the row after the last of each
public record RowRanges(int[] from, int[] to) {

    /// The rows of all ranges together.
    public int count() {
        return Arrays.stream(to).sum() - Arrays.stream(from).sum();
    }

    /// The first range that ends behind a row; the number of ranges if none does.
    int reaching(int row) {
        int at = Arrays.binarySearch(to, row + 1);
        return at < 0 ? -at - 1 : at;
    }

    /// Whether one of them has a row of `first` to `end` − 1.
    boolean touch(int first, int end) {
        int range = reaching(first);
        return first < end && range < from.length && from[range] < end;
    }
}
