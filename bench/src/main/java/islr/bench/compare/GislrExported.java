package islr.bench.compare;

import islr.bench.Sizes;
import islr.data.Clip;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.gislr.Gislr;
import islr.system.gislr.GislrOnnx;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// GISLR-64 or GISLR-32, whose graph takes padded frames.
///
/// @param preset the graph's name
/// @param weights by our names
record GislrExported(String preset, Settings settings, Map<String, Tensor> weights) implements Exported {
    private static final float PADDING = -1;

    @Override
    public List<OnnxGraph> graphs() throws WeightsException {
        return List.of(GislrOnnx.of(preset, settings, Sizes.CLASSES, new Checkpoint(weights, Map.of())));
    }

    /// `frames` [1, S, C, 3] and `index` [1, S].
    @Override
    public NetworkPeer.Input[] inputs(Clip clip) {
        return inputs(new Gislr().features(settings).of(clip));
    }

    /// @param sample [t, 3C + 2]: x, y and z of C landmarks, the number of the frame, and 1 for a frame that counts
    private NetworkPeer.Input[] inputs(Sample sample) {
        int size = settings.get(Gislr.FRAMES); // S
        int columns = settings.get(Gislr.FEATURES).columns(); // C
        float[] rows = sample.values().toArray();
        float[] frames = new float[size * columns * 3];
        float[] index = new float[size];
        Arrays.fill(index, PADDING);
        for (int t = 0; t < sample.rows(); t++) {
            System.arraycopy(rows, t * sample.width(), frames, t * columns * 3, columns * 3);
            index[t] = rows[t * sample.width() + columns * 3];
        }
        return new NetworkPeer.Input[] {new NetworkPeer.Input("frames", frames, 1, size, columns, 3),
            new NetworkPeer.Input("index", index, 1, size)};
    }
}
