package islr.bench.compare;

import islr.bench.Sizes;
import islr.data.Clip;
import islr.system.Settings;
import islr.system.gislr.Gislr;
import islr.system.gislr.GislrOnnx;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.util.List;
import java.util.Map;

/// GISLR-64 or GISLR-32, whose graph takes padded frames.
///
/// @param preset the graph's name
/// @param weights by our names
record GislrExported(String preset, Settings settings, Map<String, Tensor> weights) implements Exported {
    @Override
    public List<OnnxGraph> graphs() throws WeightsException {
        return List.of(GislrOnnx.of(preset, settings, Sizes.CLASSES, new Checkpoint(weights, Map.of())));
    }

    /// `frames` [1, S, C, 3] and `index` [1, S].
    @Override
    public NetworkPeer.Input[] inputs(Clip clip) {
        GislrOnnx.Inputs inputs = GislrOnnx.inputs(settings, new Gislr().features(settings).of(clip));
        int size = settings.get(Gislr.FRAMES);
        return new NetworkPeer.Input[] {
            new NetworkPeer.Input("frames", inputs.frames(), 1, size, settings.get(Gislr.FEATURES).columns(), 3),
            new NetworkPeer.Input("index", inputs.index(), 1, size)};
    }

    /// A hand is in about 0.7 of the frames of real clips.
    @Override
    public double keptFrames() {
        return 0.7;
    }

    @Override
    public boolean padded() {
        return true;
    }
}
