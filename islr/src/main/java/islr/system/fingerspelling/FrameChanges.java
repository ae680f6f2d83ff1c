package islr.system.fingerspelling;

import java.util.Arrays;

/// Changes of the frames of a sequence `[T, 390]`, T at least 1: other speeds, frames in front, frames left out. Each
/// gives a new array.
final class FrameChanges {
    private static final int WIDTH = SpellingFeatures.WIDTH;

    private FrameChanges() {}

    /// Number of frames.
    static int frames(float[] points) {
        return points.length / WIDTH;
    }

    /// Another speed: ⌊T·rate⌋ frames, at least one, by the nearest.
    static float[] resampled(float[] points, double rate) {
        int frames = frames(points);
        return Fit.NEAREST.to(Math.max((int) (frames * rate), 1), points, frames);
    }

    /// Another speed in every part: the sequence is cut into parts of ⌈T/w⌉ frames, w the number of rates, T at most.
    static float[] resampled(float[] points, double[] rates) {
        int frames = frames(points);
        int count = Math.min(rates.length, frames);
        int length = (frames + count - 1) / count;
        float[] changed = new float[0];
        for (int part = 0; part * length < frames; part++) {
            float[] changedPart = resampled(
                    Arrays.copyOfRange(points, part * length * WIDTH, Math.min(frames, (part + 1) * length) * WIDTH),
                    rates[part]);
            int end = changed.length;
            changed = Arrays.copyOf(changed, end + changedPart.length);
            System.arraycopy(changedPart, 0, changed, end, changedPart.length);
        }
        return changed;
    }

    /// Frames of zeros in front, or with a negative number the first frames left out if more than two are left.
    static float[] shifted(float[] points, int by) {
        if (by > 0) {
            float[] shifted = new float[points.length + by * WIDTH];
            System.arraycopy(points, 0, shifted, by * WIDTH, points.length);
            return shifted;
        }
        return by > 2 - frames(points) ? Arrays.copyOfRange(points, -by * WIDTH, points.length) : points.clone();
    }
}
