package islr.draw;

import islr.data.Clip;
import islr.data.Skeleton;

/// Which landmarks of a clip are there, whatever landmarks it holds.
///
/// @param clip whose landmarks at (0, 0) are missing ones already
record Seen(Clip clip) {
    /// Whether x and y of a landmark are known.
    boolean is(int frame, int row) {
        return clip.rows().place(row) >= 0 && !Float.isNaN(clip.x(frame, row)) && !Float.isNaN(clip.y(frame, row));
    }

    /// Whether any point of a part is known in a frame.
    boolean any(int frame, Skeleton.Part part) {
        for (int row = part.first(); row < part.first() + part.count(); row++) {
            if (is(frame, row)) {
                return true;
            }
        }
        return false;
    }

    /// In how many frames.
    int frames(Skeleton.Part part) {
        int frames = 0;
        for (int frame = 0; frame < clip.frames(); frame++) {
            frames += any(frame, part) ? 1 : 0;
        }
        return frames;
    }
}
