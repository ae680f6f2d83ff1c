package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Batch;
import islr.system.OnnxGraphs;
import islr.system.Preset;
import islr.system.Sample;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.run.OnnxFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The graph treats frames as the model does: their positions, whatever the steps between their numbers, and landmarks
/// and groups that are missing, in some frames or in all. Several clips pass at once.
class GislrOnnxFramesTest {
    /// No power of two, so that `index/last·S` and `index·S/last` are rounded differently.
    private static final int FRAMES = 33;
    private static final int CLASSES = TestModels.SIGNS.size();

    /// Every way to read and to pad of the two presets.
    static Stream<Settings> settings() {
        return Stream.of("gislr-64", "gislr-32").flatMap(id -> Stream.of(FeatureSet.values())
                .flatMap(features -> Stream.of(Padding.values()).map(padding -> settings(id, features, padding))));
    }

    private static Settings settings(String id, FeatureSet features, Padding padding) {
        return TestModels.tiny(Presets.of(id)).with("frames", Integer.toString(FRAMES))
                .with("features", Gislr.FEATURES.format(features)).with("padding", Gislr.PADDING.format(padding));
    }

    private final Random random = new Random(11);

    /// Rows as in [FrameRows].
    ///
    /// @param numbers of the frames, ascending
    private Sample sample(FeatureSet features, int frames, IntToDoubleFunction numbers) {
        FrameRows columns = new FrameRows(features.columns());
        float[] rows = new float[frames * columns.width()];
        for (int t = 0; t < frames; t++) {
            int at = t * columns.width();
            for (int i = 0; i < columns.index(); i++) {
                // A number of its own may be missing, and then a landmark.
                rows[at + i] = random.nextInt(9) == 0 ? 0 : (float) random.nextGaussian();
            }
            for (int column = 0; column < columns.columns(); column++) {
                if (random.nextInt(6) == 0) {
                    Arrays.fill(rows, at + FrameRows.landmark(column), at + FrameRows.landmark(column) + 3, 0);
                }
            }
            for (LandmarkGroup group : features.groups()) {
                if (random.nextInt(4) == 0) {
                    int first = at + FrameRows.landmark(group.first());
                    Arrays.fill(rows, first, first + 3 * group.count(), 0);
                }
            }
            rows[at + columns.index()] = (float) numbers.applyAsDouble(t);
            rows[at + columns.mask()] = 1;
        }
        return new Sample(Tensor.of(Shape.of(frames, columns.width()), rows));
    }

    private List<Sample> samples(FeatureSet features) {
        int[] unequal = {0, 1, 5, 11, 12, 30, 31};
        return List.of(sample(features, 1, t -> 0), sample(features, 1, t -> 6), sample(features, 2, t -> 3 * t),
                sample(features, unequal.length, t -> unequal[t]),
                // Three of four numbers of 99 frames; positions that are whole are on the edge of a row.
                sample(features, FRAMES, t -> t == FRAMES - 1 ? 99 : 3 * t),
                sample(features, FRAMES - 1, t -> t == FRAMES - 2 ? 66 : 2 * t),
                // Means of several frames, as those of a long clip.
                sample(features, FRAMES, t -> 4.25 * t + 0.5));
    }

    private static Map<String, Tensor> weights(Settings settings) {
        Random random = new Random(1);
        Preset preset = Presets.of("gislr-64");
        Map<String, Tensor> weights = new LinkedHashMap<>();
        TestModels.state(preset, settings, 1).forEach((name, x) -> {
            float[] y = x.toArray();
            for (int i = 0; i < y.length; i++) {
                y[i] += 0.3f * (float) random.nextGaussian();
                // A spread is positive.
                y[i] = name.endsWith(".std") ? Math.max(0.3f, y[i]) : y[i];
            }
            weights.put(name, Tensor.of(x.shape(), y));
        });
        return weights;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theGraphAnswersAsTheModelForEveryClipOfABatch(Settings settings) throws WeightsException {
        Map<String, Tensor> weights = weights(settings);
        List<Sample> samples = samples(settings.get(Gislr.FEATURES));
        Tensor expected = new Gislr().model(settings, CLASSES, Parameters.of(weights)).logits(Compute.cpu(),
                Batch.of(Memory.heap(), samples));
        OnnxFile graph = OnnxGraphs.written(GislrOnnx.of("g", settings, CLASSES, new Checkpoint(weights, Map.of())));
        float[] got = run(graph, settings, samples);
        float largest = 0;
        for (float logit : expected.toArray()) {
            largest = Math.max(largest, Math.abs(logit));
        }
        for (int i = 0; i < samples.size(); i++) {
            float[] own = Arrays.copyOfRange(got, i * CLASSES, (i + 1) * CLASSES);
            assertThat(own).as("clip %d", i).containsExactly(
                    Arrays.copyOfRange(expected.toArray(), i * CLASSES, (i + 1) * CLASSES), within(1e-5f * largest));
            assertThat(run(graph, settings, List.of(samples.get(i)))).as("clip %d alone", i).containsExactly(own,
                    within(1e-5f * largest));
        }
    }

    private static float[] run(OnnxFile graph, Settings settings, List<Sample> samples) {
        List<GislrOnnx.Inputs> inputs = samples.stream().map(each -> GislrOnnx.inputs(settings, each)).toList();
        int n = samples.size();
        return graph.run()
                .with("frames", joined(inputs.stream().map(GislrOnnx.Inputs::frames).toList()), n, FRAMES,
                        settings.get(Gislr.FEATURES).columns(), 3)
                .with("index", joined(inputs.stream().map(GislrOnnx.Inputs::index).toList()), n, FRAMES)
                .output("logits");
    }

    private static float[] joined(List<float[]> parts) {
        int length = parts.getFirst().length;
        float[] joined = new float[parts.size() * length];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, joined, i * length, length);
        }
        return joined;
    }
}
