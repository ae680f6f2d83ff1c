package islr.system.combined;

import islr.system.Batch;
import islr.system.Model;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Both members' probabilities, weighed: `p = w·p_transformer + (1 − w)·p_mlp`. Of a clip in which the transformer sees
/// nothing, the MLP alone decides.
///
/// Logits are log p, whose softmax is p.
record CombinedModel(CombinedFeatures features, Model transformer, Model mlp, float weight) implements Model {
    /// A batch as its members see it.
    ///
    /// @param frames of those clips that have some
    /// @param summaries of all clips
    /// @param seen numbers of the clips that have frames
    record Parts(Batch frames, Batch summaries, int[] seen) {}

    Parts parts(Compute c, Batch batch) {
        List<Sample> frames = new ArrayList<>();
        List<Sample> summaries = new ArrayList<>();
        int width = features.width();
        for (int s = 0; s < batch.size(); s++) {
            Sample sample = new Sample(batch.rows().view(batch.sequences().start(s) * width,
                    Shape.of(batch.sequences().length(s), width)));
            frames.add(features.frames(sample));
            summaries.add(features.summary(sample));
        }
        int[] seen = IntStream.range(0, frames.size()).filter(s -> !frames.get(s).isEmpty()).toArray();
        List<Sample> some = IntStream.of(seen).mapToObj(frames::get).toList();
        return new Parts(some.isEmpty() ? null : Batch.of(c.memory(), some), Batch.of(c.memory(), summaries), seen);
    }

    @Override
    public Tensor logits(Compute c, Batch batch) {
        Parts parts = parts(c, batch);
        return together(c, parts, parts.frames == null ? null : transformer.logits(c, parts.frames),
                mlp.logits(c, parts.summaries));
    }

    /// @param a logits of the transformer for the clips that it sees, or null if it sees none
    /// @param b logits of the MLP for all clips
    Tensor together(Compute c, Parts parts, Tensor a, Tensor b) {
        Tensor fromMlp = b.softmax(c);
        if (a == null) {
            return fromMlp.log(c);
        }
        Tensor shares = c.allocate(b.shape().dim(0), 1);
        Arrays.fill(shares.array(), shares.offset(), shares.offset() + shares.size(), 1);
        for (int s : parts.seen) {
            shares.array()[shares.offset() + s] = 1 - weight;
        }
        Tensor fromTransformer = a.softmax(c).scale(c, weight).scatter(c, b.shape().dim(0), parts.seen);
        return fromMlp.multiply(c, shares).add(c, fromTransformer).log(c);
    }

    @Override
    public Model forInference(Compute c) {
        return new CombinedModel(features, transformer.forInference(c), mlp.forInference(c), weight);
    }

    @Override
    public SequencedMap<String, Double> landmarkWeights() {
        return transformer.landmarkWeights();
    }
}
