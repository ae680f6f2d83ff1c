package islr.system.onnx;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.recognize.TestModels;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Random clips with everything that a detector leaves out.
final class OnnxClips {
    private static final int FRAME = Skeleton.ROWS * Skeleton.AXES;

    private OnnxClips() {}

    /// Each hand is missing in some frames, in many of the first and the last ones; so are single landmarks, single
    /// numbers and whole frames.
    static Clip holes(String name, int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[frames * FRAME];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat() + (i % Skeleton.AXES == 2 ? -0.5f : 0);
        }
        Clip clip = TestModels.upright(new Clip(name, x));
        for (int t = 0; t < frames; t++) {
            boolean outside = frames > 4 && (t == 0 || t == frames - 1);
            forget(x, t, Skeleton.LEFT_HAND, Skeleton.HAND_ROWS, outside || random.nextInt(3) == 0);
            forget(x, t, Skeleton.RIGHT_HAND, Skeleton.HAND_ROWS, outside || random.nextInt(2) == 0);
            forget(x, t, Skeleton.FACE, Skeleton.FACE_ROWS, random.nextInt(6) == 0);
            forget(x, t, Skeleton.POSE, Skeleton.POSE_ROWS, random.nextInt(6) == 0);
            for (int n = 0; n < 40; n++) {
                forget(x, t, random.nextInt(Skeleton.ROWS), 1, true);
                x[t * FRAME + random.nextInt(FRAME)] = Float.NaN;
            }
        }
        return clip;
    }

    /// Nothing is missing, so that no hand is seen more often than the other.
    static Clip whole(String name, int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[frames * FRAME];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        return TestModels.upright(new Clip(name, x));
    }

    private static void forget(float[] x, int frame, int row, int count, boolean indeed) {
        if (indeed) {
            int at = frame * FRAME + row * Skeleton.AXES;
            Arrays.fill(x, at, at + count * Skeleton.AXES, Float.NaN);
        }
    }
}
