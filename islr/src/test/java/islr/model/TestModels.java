package islr.model;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.nn.Parameters;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A GISLR-64 small enough to be made in a test, with random weights, and random clips for it.
public final class TestModels {
    public static final Gislr64.Settings TINY = new Gislr64.Settings(8, 16, 12, 2, 2, 5);
    public static final SignList SIGNS = new SignList(List.of("tree", "cloud", "if", "awake", "“no”\n\u001b[31m手"));

    private TestModels() {}

    public static Map<String, Tensor> state(long seed) {
        Parameters parameters = Parameters.fresh(seed);
        new Gislr64(TINY, parameters);
        return parameters.state();
    }

    public static Path write(Path file) throws IOException {
        ModelFile.write(file, TINY, state(1), SIGNS, Map.of());
        return file;
    }

    /// Every landmark is there, but for the left hand in every third frame and the right hand in all.
    public static Clip clip(String name, int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i++) {
            int row = i / Skeleton.AXES % Skeleton.ROWS;
            int frame = i / Skeleton.AXES / Skeleton.ROWS;
            Skeleton.Part part = Skeleton.Part.of(row);
            boolean missing = part == Skeleton.Part.RIGHT_HAND || part == Skeleton.Part.LEFT_HAND && frame % 3 == 2;
            landmarks[i] = missing ? Float.NaN : random.nextFloat();
        }
        return new Clip(name, landmarks);
    }

    /// A clip in which nothing was seen.
    public static Clip nothing(String name, int frames) {
        float[] landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(landmarks, Float.NaN);
        return new Clip(name, landmarks);
    }
}
