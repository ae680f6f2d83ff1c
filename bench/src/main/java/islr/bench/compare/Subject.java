package islr.bench.compare;

import islr.bench.Answers;
import islr.bench.RandomClip;
import islr.bench.Sizes;
import islr.data.Clip;
import islr.data.SignList;
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
    private static final double KEPT_WITH_HANDS = 0.7;

    private final Preset preset;
    private final Settings settings;
    private final Features features;
    private final SequencedMap<String, Tensor> weights;
    private final Model model;
    private final Exported exported;
    private final Path folder;

    /// @param folder for the files of others
    Subject(String preset, Path folder) {
        this.preset = Presets.of(preset);
        this.settings = this.preset.defaults();
        this.features = this.preset.architecture().features(settings);
        this.weights = weights(this.preset);
        this.model = this.preset.architecture().model(settings, Sizes.CLASSES, Parameters.of(weights));
        this.exported = exported(this.preset.architecture());
        this.folder = folder;
    }

    /// Some numbers of a fresh model are 0, CLS's token among them: attention to nothing would be no test of the
    /// answer.
    private static SequencedMap<String, Tensor> weights(Preset preset) {
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
                    new GislrExported("transformer", settings.member("transformer"), member("transformer.", weights)),
                    new MlpExported(settings.member("mlp"), member("mlp.", weights)),
                    settings.get(GislrWithMlp.WEIGHT));
            default -> throw new IllegalArgumentException("benchmark: " + preset.id() + " has no graph for others");
        };
    }

    private static Map<String, Tensor> member(String prefix, Map<String, Tensor> weights) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        weights.forEach((name, x) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), x);
            }
        });
        return own;
    }

    String name() {
        return preset.id();
    }

    /// The most frames that the system tells apart, if there is a limit.
    OptionalInt mostFrames() {
        return features.mostFrames();
    }

    /// Whether others compute padded frames, as GISLR's graph has them.
    boolean padded() {
        return !(preset.architecture() instanceof Cls || preset.architecture() instanceof Mlp);
    }

    /// A clip for both: what ours is asked, and what others are.
    record Question(Sample sample, NetworkPeer.Input... inputs) {}

    /// A random clip of so many frames, a hand in each.
    Question question(int frames, Random random) {
        Clip clip = RandomClip.of(random, frames);
        return new Question(features.of(clip), exported.inputs(clip));
    }

    /// Random clips as long as real ones, the same at every call. GISLR leaves out frames without a hand, and a hand is
    /// in about 0.7 of the frames; CLS takes all frames, and to the MLP their number makes no difference.
    List<Question> questions(int n) throws IOException {
        Random random = new Random(3);
        double kept = preset.architecture() instanceof Cls ? 1 : KEPT_WITH_HANDS;
        return IntStream.of(RealLengths.draw(n, random))
                .mapToObj(length -> question((int) Math.max(1, Math.round(kept * length)), random)).toList();
    }

    /// Logits of one clip, on some threads.
    final class Ours implements AutoCloseable {
        private final Workspace workspace = Workspace.create();
        private final Compute compute;
        private final Model ready;

        private Ours(int threads) {
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
        return new Ours(threads);
    }

    NetworkPeer.Session theirs(NetworkPeer peer, int threads) throws IOException {
        return exported.open(peer, writeOnnx(), threads);
    }

    void writeCheckpoint(Path file) throws IOException {
        SignList signs = new SignList(IntStream.range(0, Sizes.CLASSES).mapToObj(i -> "sign " + i).toList());
        ModelFile.write(file, preset, settings, weights, signs, List.of(), Map.of());
    }

    /// @return the files of the preset's graphs
    List<Path> writeOnnx() throws IOException {
        List<Path> files = new ArrayList<>();
        for (OnnxGraph graph : exported.graphs()) {
            Path file = folder.resolve(preset.id() + "-" + files.size() + ".onnx");
            graph.write(file);
            files.add(file);
        }
        return files;
    }

    /// @throws IllegalStateException if a peer's answer is not ours
    void check(Ours ours, NetworkPeer.Session theirs, Question question) {
        Answers.check(preset.id() + ", logits of a clip of " + question.sample().rows() + " rows",
                ours.logits(question), theirs.logits(question.inputs()), 1e-4);
    }
}
