package islr.system.gislr;

/// Neighbouring landmarks of a frame (see `FrameRows`) that a model embeds together.
///
/// @param name as in checkpoints: `lips`, `left_hand`, `pose`
/// @param first its first column
/// @param count number of columns
public record LandmarkGroup(String name, int first, int count) {}
