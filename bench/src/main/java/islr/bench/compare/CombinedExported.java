package islr.bench.compare;

import islr.data.Clip;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// GISLR-32 and the features MLP: two graphs, one after the other, and their probabilities weighed.
///
/// @param weight of the transformer
record CombinedExported(GislrExported transformer, MlpExported mlp, double weight) implements Exported {
    @Override
    public List<OnnxGraph> graphs() throws WeightsException {
        return List.of(transformer.graphs().getFirst(), mlp.graphs().getFirst());
    }

    @Override
    public NetworkPeer.Input[] inputs(Clip clip) {
        return Stream.of(transformer.inputs(clip), mlp.inputs(clip)).flatMap(Arrays::stream)
                .toArray(NetworkPeer.Input[]::new);
    }

    @Override
    public double keptFrames() {
        return transformer.keptFrames();
    }

    @Override
    public boolean padded() {
        return transformer.padded();
    }

    @Override
    public NetworkPeer.Session open(NetworkPeer peer, List<Path> files, int threads) throws IOException {
        return new Both(peer.open(files.getFirst(), threads), peer.open(files.getLast(), threads), weight);
    }

    private record Both(NetworkPeer.Session transformer, NetworkPeer.Session mlp, double weight)
            implements NetworkPeer.Session {
        /// @return log p, whose softmax is p
        @Override
        public float[] logits(NetworkPeer.Input... inputs) {
            int last = inputs.length - 1;
            double[] a = softmax(transformer.logits(Arrays.copyOf(inputs, last)));
            double[] b = softmax(mlp.logits(inputs[last]));
            float[] together = new float[a.length];
            for (int i = 0; i < a.length; i++) {
                together[i] = (float) Math.log(weight * a[i] + (1 - weight) * b[i]);
            }
            return together;
        }

        private static double[] softmax(float[] logits) {
            double[] p = new double[logits.length];
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                p[i] = Math.exp(logits[i]);
                sum += p[i];
            }
            for (int i = 0; i < p.length; i++) {
                p[i] /= sum;
            }
            return p;
        }

        @Override
        public void close() {
            transformer.close();
            mlp.close();
        }
    }
}
