package islr.bench.compare;

import islr.bench.Answers;
import islr.bench.RandomClip;
import islr.bench.Sizes;
import islr.data.SignList;
import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Settings;
import islr.system.gislr.Gislr;
import islr.system.gislr.GislrOnnx;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// GISLR-64 in the original's sizes with fresh weights, for us and as files for others. How long it takes does not
/// depend on what it has learned.
final class Subject {
    private static final Preset PRESET = Presets.of("gislr-64");
    private static final Settings SETTINGS = PRESET.defaults();

    private final Parameters parameters = Parameters.fresh(1);
    private final Model model = PRESET.architecture().model(SETTINGS, Sizes.CLASSES, parameters);

    /// Logits of one clip, on some threads.
    final class Ours implements AutoCloseable {
        private final Workspace workspace = Workspace.create();
        private final Compute compute;

        private Ours(int threads) {
            compute = new Compute(KernelProvider.best(), Parallel.threads(threads), workspace);
        }

        float[] logits(RandomClip clip) {
            workspace.reset();
            return model.logits(compute, Batch.of(workspace, List.of(clip.sample()))).toArray();
        }

        @Override
        public void close() {
            compute.parallel().close();
        }
    }

    Ours ours(int threads) {
        return new Ours(threads);
    }

    /// A clip of `kept` frames, the rest padding; random numbers.
    RandomClip clip(int kept, Random random) {
        return RandomClip.of(random, kept, SETTINGS.get(Gislr.FEATURES).columns(), SETTINGS.get(Gislr.FRAMES));
    }

    void writeCheckpoint(Path file) throws IOException {
        SignList signs = new SignList(IntStream.range(0, Sizes.CLASSES).mapToObj(i -> "sign " + i).toList());
        ModelFile.write(file, PRESET, SETTINGS, parameters.state(), signs, List.of(), Map.of());
    }

    void writeOnnx(Path file) throws IOException {
        GislrOnnx.of("gislr-64", SETTINGS, Sizes.CLASSES, new Checkpoint(parameters.state(), Map.of())).write(file);
    }

    /// @throws IllegalStateException if a peer's answer is not ours
    void check(Ours ours, NetworkPeer.Session theirs, RandomClip clip) {
        Answers.check("logits of a clip of " + clip.sample().rows() + " frames", ours.logits(clip),
                theirs.logits(inputs(clip)), 1e-4);
    }

    /// A clip as the files of others take it.
    static NetworkPeer.Input[] inputs(RandomClip clip) {
        return new NetworkPeer.Input[] {
            new NetworkPeer.Input("frames", clip.frames(), 1, clip.size(), clip.columns(), 3),
            new NetworkPeer.Input("index", clip.index(), 1, clip.size())};
    }
}
