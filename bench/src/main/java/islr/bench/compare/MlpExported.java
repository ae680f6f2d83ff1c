package islr.bench.compare;

import islr.data.Clip;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.mlp.Mlp;
import islr.system.mlp.MlpOnnx;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.util.List;
import java.util.Map;

/// The features MLP. The batch norms are multiplied into the graph's matrices.
///
/// @param weights by our names
record MlpExported(Settings settings, Map<String, Tensor> weights) implements Exported {
    @Override
    public List<OnnxGraph> graphs() throws WeightsException {
        return List.of(MlpOnnx.of("features-mlp", new Checkpoint(weights, Map.of())));
    }

    /// `features` [1, F].
    @Override
    public NetworkPeer.Input[] inputs(Clip clip) {
        Sample sample = new Mlp().features(settings).of(clip);
        return new NetworkPeer.Input[] {
            new NetworkPeer.Input("features", sample.values().toArray(), 1, sample.width())};
    }
}
