package islr.bench.compare;

import islr.bench.Answers;
import islr.bench.TrainingBatch;
import islr.features.Frames;
import islr.features.LandmarkGroup;
import islr.model.FrameBatch;
import islr.model.FrameMask;
import islr.model.Gislr64;
import islr.model.ModelFile;
import islr.model.SignList;
import islr.nn.Parameters;
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
    private static final Gislr64.Settings SETTINGS = Gislr64.Settings.original();

    private final Parameters parameters = Parameters.fresh(1);
    private final Gislr64 model = new Gislr64(SETTINGS, parameters);

    /// Logits of one clip, on some threads.
    final class Ours implements AutoCloseable {
        private final Workspace workspace = Workspace.create();
        private final Compute compute;

        private Ours(int threads) {
            compute = new Compute(KernelProvider.best(), Parallel.threads(threads), workspace);
        }

        float[] logits(Frames clip) {
            workspace.reset();
            return model.forward(compute,
                    model.batch(compute, List.of(clip), List.of(FrameMask.all(clip)), FrameBatch.Layout.COMPACT))
                    .toArray();
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
    Frames clip(int kept, Random random) {
        return TrainingBatch.clip(random, kept, model.features());
    }

    void writeCheckpoint(Path file) throws IOException {
        SignList signs = new SignList(IntStream.range(0, SETTINGS.classes()).mapToObj(i -> "sign " + i).toList());
        ModelFile.write(file, SETTINGS, parameters.state(), signs, Map.of());
    }

    void writeOnnx(Path file) throws IOException {
        List<GislrOnnx.Group> groups = model.groups().stream().map(Subject::group).toList();
        GislrOnnx.Sizes sizes = new GislrOnnx.Sizes(SETTINGS.frames(), SETTINGS.units(), SETTINGS.landmarkUnits(),
                SETTINGS.heads(), SETTINGS.blocks(), SETTINGS.classes(), false);
        GislrOnnx.of("gislr-64", sizes, groups, new Checkpoint(parameters.state(), Map.of())).write(file);
    }

    private static GislrOnnx.Group group(LandmarkGroup group) {
        return new GislrOnnx.Group(group.name(), group.first(), group.count());
    }

    /// @throws IllegalStateException if a peer's answer is not ours
    void check(Ours ours, NetworkPeer.Session theirs, Frames clip) {
        Answers.check("logits of a clip of " + clip.kept() + " frames", ours.logits(clip), theirs.logits(inputs(clip)),
                1e-4);
    }

    /// A clip as the files of others take it.
    static NetworkPeer.Input[] inputs(Frames clip) {
        return new NetworkPeer.Input[] {
            new NetworkPeer.Input("frames", clip.values(), 1, clip.size(), clip.columns(), 3),
            new NetworkPeer.Input("index", clip.index(), 1, clip.size())};
    }
}
