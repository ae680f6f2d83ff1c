package islr.bench.compare;

import islr.bench.Answers;
import islr.model.ClsNetwork;
import islr.nn.Parameters;
import islr.system.cls.ClsOnnx;
import islr.tensor.Compute;
import islr.tensor.Parallel;
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
    private static final ClsNetwork.Settings SETTINGS = ClsNetwork.Settings.original();
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
        String what = "CLS, " + SETTINGS.frames() + " frames, width " + SETTINGS.units() + ", threads: " + threads;
        if (peer.isEmpty()) {
            return Row.missing(what, "ONNX Runtime", "not there", GOAL);
        }
        Random random = new Random(4);
        Parameters parameters = Parameters.fresh(1);
        ClsNetwork network = new ClsNetwork(SETTINGS, ClsNetwork.DROPOUT, parameters);
        // Some numbers start at 0, the token among them: attention to nothing would be no test of the answer.
        parameters.state().values().forEach(x -> shake(x.array(), random));
        ClsOnnx.of(SETTINGS.heads(), new Checkpoint(parameters.state(), Map.of())).write(onnx);
        Tensor frames = Tensor.randn(random, SETTINGS.frames(), SETTINGS.features());
        Workspace workspace = Workspace.create();
        try (Parallel parallel = Parallel.threads(threads);
                NetworkPeer.Session theirs = peer.get().open(onnx, threads)) {
            Compute c = new Compute(KernelProvider.best(), parallel, workspace);
            ClsNetwork.Predictor ours = network.predictor(c);
            Turns.Work our = () -> {
                workspace.reset();
                ours.logits(c, frames);
            };
            for (int count : new int[] {1, 17, SETTINGS.frames()}) {
                Tensor some = frames.view(0, Shape.of(count, SETTINGS.features())).copy();
                Answers.check("CLS, logits of " + count + " frames", ours.logits(c, some).toArray(),
                        theirs.logits(input(some)), 1e-5);
            }
            for (int i = 0; i < WARM_UP; i++) {
                our.run();
            }
            return Row.times(what, peer.get().name(), Turns.of(SECONDS, our, () -> theirs.logits(input(frames))), GOAL);
        }
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
