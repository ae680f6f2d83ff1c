package islr.system.gislr;

import islr.system.Batch;

/// What a row of a GISLR sample holds: the landmarks of a frame, then two numbers about the frame.
///
/// | columns | what |
/// |---|---|
/// | 0 to 3C − 1 | x, y and z of C landmarks; 0 where one is missing |
/// | 3C | the number of the frame in its clip; a mean where several frames were pooled |
/// | 3C + 1 | 1 if the frame counts, 0 if it was masked at random |
///
/// @param columns C
record FrameRows(int columns) {
    /// Numbers in a row.
    int width() {
        return 3 * columns + 2;
    }

    /// In a row: where a landmark's x is.
    static int landmark(int column) {
        return 3 * column;
    }

    int index() {
        return 3 * columns;
    }

    int mask() {
        return 3 * columns + 1;
    }

    float index(Batch batch, int row) {
        return batch.rows().array()[batch.at(row) + index()];
    }

    float mask(Batch batch, int row) {
        return batch.rows().array()[batch.at(row) + mask()];
    }
}
