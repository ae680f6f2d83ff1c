package islr.tensor;

import islr.tensor.kernel.LargeArray;

/// The packed forms of one parameter: GEMM panels of the matrix and of its transpose, made at first use and kept until
/// it changes.
///
/// The room outlives a change: in training every step packs every weight again, and would otherwise leave twice their
/// size as garbage.
///
/// Several threads may use a parameter at once: two of them may both pack it, with the same result.
public final class Packs {
    /// @param width of the kernels that packed them
    /// @param current whether they are those of the parameter as it is
    private record Panels(LargeArray.Piece room, int width, boolean current) {}

    private volatile Panels plain;
    private volatile Panels transposed;

    Packs() {}

    /// The panels of the given width, or null if they have to be made: in [#room], and [kept][#keep].
    public LargeArray.Piece get(boolean transpose, int width) {
        Panels panels = transpose ? transposed : plain;
        return panels != null && panels.current && panels.width == width ? panels.room : null;
    }

    /// Room to pack so many numbers into: that of the panels before, if it fits.
    public LargeArray.Piece room(boolean transpose, int size) {
        Panels before = transpose ? transposed : plain;
        return before != null && !before.current && before.room.size() == size ? before.room : LargeArray.piece(size);
    }

    public void keep(boolean transpose, int width, LargeArray.Piece room) {
        if (transpose) {
            transposed = new Panels(room, width, true);
        } else {
            plain = new Panels(room, width, true);
        }
    }

    void clear() {
        plain = stale(plain);
        transposed = stale(transposed);
    }

    private static Panels stale(Panels panels) {
        return panels == null ? null : new Panels(panels.room, panels.width, false);
    }
}
