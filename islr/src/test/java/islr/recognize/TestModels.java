package islr.recognize;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.Skeleton;
import islr.nn.Parameters;
import islr.system.Preset;
import islr.system.Settings;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Every preset small enough to be made in a test, with random weights, and random clips for them.
public final class TestModels {
    public static final SignList SIGNS = new SignList(List.of("tree", "cloud", "if", "awake", "“no”\n\u001b[31m手"));
    public static final Preset GISLR_64 = Presets.of("gislr-64");

    /// A GISLR-64.
    public static final Settings TINY = tiny(GISLR_64);

    private TestModels() {}

    /// Sizes with which each kind of preset is small. Whoever adds a system with other settings adds them here.
    public static Settings tiny(Preset preset) {
        Map<String, String> small = Map.ofEntries(Map.entry("frames", "8"), Map.entry("units", "16"),
                Map.entry("landmark_units", "12"), Map.entry("heads", "2"), Map.entry("blocks", "2"),
                Map.entry("widths", "10,6"), Map.entry("base_units", "12"), Map.entry("part_units", "10"),
                Map.entry("student_units", "20"), Map.entry("student_part_units", "14"),
                Map.entry("transformer.frames", "8"), Map.entry("transformer.units", "16"),
                Map.entry("transformer.landmark_units", "12"), Map.entry("transformer.heads", "2"),
                Map.entry("transformer.blocks", "2"), Map.entry("mlp.widths", "10,6"));
        Settings settings = preset.defaults();
        for (Map.Entry<String, String> change : small.entrySet()) {
            boolean none = change.getKey().equals("student_units") && "0".equals(settings.toMap().get("student_units"));
            if (settings.has(change.getKey()) && !none) {
                settings = settings.with(change.getKey(), change.getValue());
            }
        }
        return settings;
    }

    /// The test's presets, for parameterised tests.
    public static Stream<Preset> presets() {
        return Presets.all().stream();
    }

    public static Map<String, Tensor> state(long seed) {
        return state(GISLR_64, TINY, seed);
    }

    /// Fresh parameters and statistics.
    public static Map<String, Tensor> state(Preset preset, Settings settings, long seed) {
        Parameters parameters = Parameters.fresh(seed);
        preset.architecture().model(settings, SIGNS.size(), parameters);
        return parameters.state();
    }

    public static Path write(Path file) throws IOException {
        return write(file, GISLR_64, TINY);
    }

    public static Path write(Path file, Preset preset, Settings settings) throws IOException {
        ModelFile.write(file, preset, settings, state(preset, settings, 1), SIGNS, List.of(), new LinkedHashMap<>());
        return file;
    }

    /// Random ones.
    public static SignDistances distances(int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] means = new float[classes * classes];
        float[] whitening = new float[classes * classes];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) random.nextGaussian();
            whitening[i] = i % classes <= i / classes ? (float) random.nextGaussian() : 0;
        }
        return new SignDistances(Tensor.of(Shape.of(classes, classes), means),
                Tensor.of(Shape.of(classes, classes), whitening));
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
        return upright(new Clip(name, landmarks));
    }

    /// Moves nose, shoulders and mouth to where a person has them, so that nothing is to be said about the clip.
    public static Clip upright(Clip clip) {
        int shoulders = Skeleton.POSE + 11;
        float[][] places = {{Skeleton.POSE, 0.5f, 0.2f}, {shoulders, 0.7f, 0.5f}, {shoulders + 1, 0.3f, 0.5f},
            {0, 0.5f, 0.3f}, {17, 0.5f, 0.35f}, {10, 0.5f, 0.1f}, {152, 0.5f, 0.4f}, {61, 0.45f, 0.32f},
            {291, 0.55f, 0.32f}};
        for (int t = 0; t < clip.frames(); t++) {
            for (float[] place : places) {
                int at = clip.index(t, (int) place[0]);
                for (int axis = 0; axis < 2; axis++) {
                    clip.landmarks()[at + axis] = place[1 + axis] + 0.02f * clip.landmarks()[at + axis];
                }
            }
        }
        return clip;
    }

    /// A clip in which nothing was seen.
    public static Clip nothing(String name, int frames) {
        float[] landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(landmarks, Float.NaN);
        return new Clip(name, landmarks);
    }
}
