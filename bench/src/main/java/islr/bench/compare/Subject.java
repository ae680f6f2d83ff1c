package islr.bench.compare;

import islr.bench.Answers;
import islr.bench.RandomClip;
import islr.bench.Sizes;
import islr.data.Clip;
import islr.data.SignList;
import islr.internal.Prefixed;
import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.system.Architecture;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.cls.Cls;
import islr.system.combined.GislrWithMlp;
import islr.system.gislr.Gislr;
import islr.system.mlp.Mlp;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.weights.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// A preset in the original's sizes with random weights, for us and for others. How long it takes does not depend on
/// what it has learned.
final class Subject {
    private final Preset preset;
    private final Settings settings;
    private final Features features;
    private final SequencedMap<String, Tensor> weights;
    private final Model model;
    private final Exported exported;
    private final List<Path> onnx;

    /// @param folder where the files of the graphs are written
    Subject(String preset, Path folder) throws IOException {
        this.preset = Presets.of(preset);
        this.settings = this.preset.defaults();
        this.features = this.preset.architecture().features(settings);
        this.weights = weights(this.preset);
        this.model = this.preset.architecture().model(settings, Sizes.CLASSES, Parameters.of(weights));
        this.exported = exported(this.preset.architecture());
        this.onnx = written(exported, preset, folder);
    }

    /// Some numbers of a fresh model are 0, CLS's token among them: attention to nothing would be no test of the
    /// answer.
    static SequencedMap<String, Tensor> weights(Preset preset) {
        Parameters fresh = Parameters.fresh(1);
        preset.architecture().model(preset.defaults(), Sizes.CLASSES, fresh);
        Random random = new Random(4);
        SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
        fresh.state().forEach((name, x) -> {
            Tensor shaken = x.copy();
            for (int i = 0; i < shaken.size(); i++) {
                shaken.array()[shaken.offset() + i] += 0.02f * (float) random.nextGaussian();
            }
            weights.put(name, shaken);
        });
        return weights;
    }

    private Exported exported(Architecture architecture) {
        return switch (architecture) {
            case Gislr _ -> new GislrExported(preset.id(), settings, weights);
            case Cls _ -> new ClsExported(settings, weights);
            case Mlp _ -> new MlpExported(settings, weights);
            case GislrWithMlp _ -> new CombinedExported(
                    new GislrExported("transformer", settings.member("transformer"),
                            Prefixed.get(weights, "transformer.")),
                    new MlpExported(settings.member("mlp"), Prefixed.get(weights, "mlp.")),
                    settings.get(GislrWithMlp.WEIGHT));
            default -> throw new IllegalArgumentException("benchmark: " + preset.id() + " has no graph for others");
        };
    }

    String name() {
        return preset.id();
    }

    /// The most frames that the system tells apart, if there is a limit.
    OptionalInt mostFrames() {
        return features.mostFrames();
    }

    /// Whether others compute padded frames.
    boolean padded() {
        return exported.padded();
    }

    /// A clip for both: what ours is asked, and what others are.
    record Question(Sample sample, NetworkPeer.Input... inputs) {}

    /// A random clip of so many frames, a hand in each.
    Question question(int frames, Random random) {
        Clip clip = RandomClip.of(random, frames);
        return new Question(features.of(clip), exported.inputs(clip));
    }

    /// Random clips as long as the kept part of real ones, the same at every call.
    List<Question> questions(int n) throws IOException {
        Random random = new Random(3);
        return IntStream.of(RealLengths.draw(n, random))
                .map(length -> (int) Math.max(1, Math.round(exported.keptFrames() * length)))
                .mapToObj(frames -> question(frames, random)).toList();
    }

    /// Logits of one clip, on some threads.
    final class Ours implements AutoCloseable {
        private final Workspace workspace = Workspace.create();
        private final Compute compute;
        private final Model ready;

        private Ours(Model model, int threads) {
            compute = new Compute(KernelProvider.best(), Parallel.threads(threads), workspace);
            ready = model.forInference(Compute.cpu());
        }

        float[] logits(Question question) {
            workspace.reset();
            return ready.logits(compute, Batch.of(workspace, List.of(question.sample()))).toArray();
        }

        @Override
        public void close() {
            compute.parallel().close();
        }
    }

    Ours ours(int threads) {
        return new Ours(model, threads);
    }

    /// A model of the same preset with other numbers.
    Ours ours(Model other, int threads) {
        return new Ours(other, threads);
    }

    NetworkPeer.Session theirs(NetworkPeer peer, int threads) throws IOException {
        return exported.open(peer, onnx, threads);
    }

    void writeCheckpoint(Path file) throws IOException {
        SignList signs = new SignList(IntStream.range(0, Sizes.CLASSES).mapToObj(i -> "sign " + i).toList());
        ModelFile.write(file, preset, settings, weights, signs, List.of(), Map.of());
    }

    /// The files of the preset's graphs.
    List<Path> onnx() {
        return onnx;
    }

    private static List<Path> written(Exported exported, String preset, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (OnnxGraph graph : exported.graphs()) {
            files.add(folder.resolve(preset + "-" + files.size() + ".onnx"));
            graph.write(files.getLast());
        }
        return List.copyOf(files);
    }

    /// @throws IllegalStateException if a peer's answer is not ours
    void check(Ours ours, NetworkPeer.Session theirs, Question question) {
        Answers.check(preset.id() + ", logits of a clip of " + question.sample().rows() + " rows",
                ours.logits(question), theirs.logits(question.inputs()), 1e-4);
    }
}
