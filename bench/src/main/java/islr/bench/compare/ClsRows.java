package islr.bench.compare;

import islr.bench.Answers;
import islr.bench.Sizes;
import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Settings;
import islr.system.cls.Cls;
import islr.system.cls.ClsOnnx;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.weights.Checkpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The network of CLS in the original's sizes, with random weights, against the same in ONNX Runtime. Both compute the
/// row of the class token alone, without keys and values: of the two forms of the graph ONNX Runtime gets the faster.
final class ClsRows {
    private static final Preset PRESET = Presets.of("cls");
    private static final Settings SETTINGS = PRESET.defaults();
    private static final int FRAMES = SETTINGS.get(Cls.FRAMES);
    private static final int FEATURES = PRESET.architecture().features(SETTINGS).width();
    private static final String GOAL = "≤ 0.90";
    private static final double SECONDS = 6;
    /// On a busy machine the compiler is not done after two turns; the row before it has not called these kernels with
    /// a single row.
    private static final int WARM_UP = 1000;

    private final Optional<NetworkPeer> peer = NetworkPeer.find(NetworkPeer.Format.ONNX);
    private final Path onnx;

    /// @param onnx a file to be written
    ClsRows(Path onnx) {
        this.onnx = onnx;
    }

    Row row(int threads) throws Exception {
        String what = "CLS, " + FRAMES + " frames, width " + SETTINGS.get(Cls.UNITS) + ", threads: " + threads;
        if (peer.isEmpty()) {
            return Row.missing(what, "ONNX Runtime", "not there", GOAL);
        }
        Random random = new Random(4);
        Parameters parameters = Parameters.fresh(1);
        Model network = PRESET.architecture().model(SETTINGS, Sizes.CLASSES, parameters);
        // Some numbers start at 0, the token among them: attention to nothing would be no test of the answer.
        parameters.state().values().forEach(x -> shake(x.array(), random));
        ClsOnnx.of(SETTINGS.get(Cls.HEADS), new Checkpoint(parameters.state(), Map.of())).write(onnx);
        Tensor frames = Tensor.randn(random, FRAMES, FEATURES);
        Workspace workspace = Workspace.create();
        try (Parallel parallel = Parallel.threads(threads);
                NetworkPeer.Session theirs = peer.get().open(onnx, threads)) {
            Compute c = new Compute(KernelProvider.best(), parallel, workspace);
            Model ours = network.forInference(c);
            Turns.Work our = () -> {
                workspace.reset();
                ours.logits(c, batch(frames));
            };
            for (int count : new int[] {1, 17, FRAMES}) {
                Tensor some = frames.view(0, Shape.of(count, FEATURES)).copy();
                Answers.check("CLS, logits of " + count + " frames", ours.logits(c, batch(some)).toArray(),
                        theirs.logits(input(some)), 1e-5);
            }
            for (int i = 0; i < WARM_UP; i++) {
                our.run();
            }
            return Row.times(what, peer.get().name(), Turns.of(SECONDS, our, () -> theirs.logits(input(frames))), GOAL);
        }
    }

    private static Batch batch(Tensor frames) {
        return new Batch(frames, Segments.ofLengths(frames.shape().dim(0)));
    }

    private static NetworkPeer.Input input(Tensor frames) {
        return new NetworkPeer.Input("x", frames.array(), frames.shape().rows(), frames.shape().columns());
    }

    private static void shake(float[] numbers, Random random) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += 0.02f * (float) random.nextGaussian();
        }
    }
}
