package islr.bench.compare;

import islr.data.Clip;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.cls.Cls;
import islr.system.cls.ClsOnnx;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.util.List;
import java.util.Map;

/// CLS. Its graph computes the row of the class token alone, without keys and values, as ours does: of the two forms of
/// the graph ONNX Runtime gets the faster.
///
/// @param weights by our names
record ClsExported(Settings settings, Map<String, Tensor> weights) implements Exported {
    @Override
    public List<OnnxGraph> graphs() throws WeightsException {
        return List.of(ClsOnnx.of(settings.get(Cls.HEADS), new Checkpoint(weights, Map.of())));
    }

    /// `x` [t, F].
    @Override
    public NetworkPeer.Input[] inputs(Clip clip) {
        Sample sample = new Cls().features(settings).of(clip);
        return new NetworkPeer.Input[] {
            new NetworkPeer.Input("x", sample.values().toArray(), sample.rows(), sample.width())};
    }
}
