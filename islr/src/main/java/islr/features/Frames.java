package islr.features;

/// What a model reads of a clip: S frames of C chosen landmarks, pooled from all its frames or padded to S.
///
/// @param values [S, C, 3], x, y and z; 0 where a landmark is missing or the frame is padding
/// @param index [S]: the number of the frame in the clip, counted from the first kept one (a mean where several were
///     pooled); −1 for padding, which comes behind all other frames
/// @param size S
/// @param columns C
public record Frames(float[] values, float[] index, int size, int columns) {
    /// [#index] of padding.
    public static final float PADDING = -1;

    /// Number of frames that are not padding.
    public int kept() {
        int kept = 0;
        while (kept < size && index[kept] != PADDING) {
            kept++;
        }
        return kept;
    }

    /// The place in [#values] of a landmark's x.
    public int at(int frame, int column) {
        return (frame * columns + column) * 3;
    }
}
