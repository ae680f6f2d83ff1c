package islr.features;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Arrays;

/// A clip in which nothing was seen but what a test puts there.
public final class SomeLandmarks {
    private final float[] landmarks;
    private final int frames;

    public SomeLandmarks(int frames) {
        this.frames = frames;
        landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(landmarks, Float.NaN);
    }

    /// @param row of the 543
    /// @param numbers x, or x and y, or all three; NaN = missing
    public SomeLandmarks with(int frame, int row, float... numbers) {
        System.arraycopy(numbers, 0, landmarks, (frame * Skeleton.ROWS + row) * Skeleton.AXES, numbers.length);
        return this;
    }

    public Clip clip() {
        return new Clip("some landmarks", landmarks.clone());
    }
}
