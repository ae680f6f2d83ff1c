package islr.system.gislr;

import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Model;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.op.Reductions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// GISLR-64 and GISLR-32: a transformer over at most 64 or 32 frames of lips, hands and arms.
///
/// ```
/// frames [N, 3C + 2] ─ normalise ─ LandmarkEmbedding ─ x [N, D]
///   GislrBlock, twice
///   mean over the frames that count ─ dropout ─ classifier ─ logits [B, classes]
/// ```
///
/// Their oddities are those of the trained originals, whose weights depend on them: the mask acts on queries, so that
/// real frames attend to padding too; the last kept frame and padding share a row of the position table. In the
/// original GISLR-64 a quarter of the frames is masked at random also when it predicts; here only in training, unless
/// asked for (see [FrameMasking]). A model that is trained anew does better with [Padding#MASKED].
///
/// Parameters and statistics (`stats.<group>.mean` and `.std`, [n, 2]) have the names of the originals' specification,
/// with PyTorch's words for the layers. Source: M. Wijkhuizen's GISLR notebooks (competition scores 0.72 and 0.67 to
/// 0.68 in the form of the presets); Keras 2.
final class GislrNetwork implements Model {
    private final GislrSizes sizes;
    private final List<Statistics> statistics;
    private final LandmarkEmbedding embedding;
    private final List<GislrBlock> blocks = new ArrayList<>();
    private final Linear classifier;
    private final Dropout classifierDropout;

    GislrNetwork(GislrSizes sizes, Parameters parameters) {
        this.sizes = sizes;
        classifierDropout = new Dropout(sizes.classifierDropout());
        embedding = new LandmarkEmbedding(sizes.groups(), sizes.frames(), sizes.units(), sizes.landmarkUnits(),
                parameters.at("embedding"));
        for (int i = 0; i < sizes.blocks(); i++) {
            blocks.add(new GislrBlock(sizes, parameters.at("blocks").at(i)));
        }
        classifier = new Linear(sizes.units(), sizes.classes(), parameters.at("classifier"), Init.glorotUniform(),
                Init.zeros());
        statistics = sizes.groups().stream().map(group -> statistics(group, parameters.at("stats").at(group.name())))
                .toList();
    }

    private static Statistics statistics(LandmarkGroup group, Parameters parameters) {
        return new Statistics(parameters.buffer("mean", Init.zeros(), group.count(), 2).toArray(),
                parameters.buffer("std", Init.ones(), group.count(), 2).toArray());
    }

    /// @param frames rows as in [FrameRows]; a clip of which no frame counts gives NaN, as in the original: callers ask
    ///     before
    @Override
    public Tensor logits(Compute c, Batch frames) {
        return logits(c, batch(c, frames, FrameBatch.Layout.COMPACT));
    }

    FrameBatch batch(Compute c, Batch frames, FrameBatch.Layout layout) {
        return FrameBatch.of(c, frames, sizes.groups(), statistics, sizes.frames(), sizes.padding(), layout);
    }

    Tensor logits(Compute c, FrameBatch batch) {
        Tensor x = embedding.forward(c, batch);
        for (GislrBlock block : blocks.subList(0, blocks.size() - 1)) {
            x = block.fed(c, block.attended(c, x, batch));
        }
        GislrBlock last = blocks.getLast();
        return classified(c, last.fedMean(c, last.attended(c, x, batch), batch));
    }

    /// The mean of each clip's frames that count, [B, C].
    static Tensor mean(Compute c, Tensor x, FrameBatch batch) {
        return c.run(new Reductions.OfSegments(x, batch.segments(), batch.mask(), true));
    }

    private Tensor classified(Compute c, Tensor pooled) {
        return classifier.forward(c, classifierDropout.forward(c, pooled));
    }

    @Override
    public SequencedMap<String, Double> landmarkWeights() {
        float[] shares = embedding.weights(Compute.cpu()).toArray();
        SequencedMap<String, Double> named = new LinkedHashMap<>();
        for (int g = 0; g < shares.length; g++) {
            named.put(sizes.groups().get(g).name(), (double) shares[g]);
        }
        return named;
    }

    GislrSizes sizes() {
        return sizes;
    }

    LandmarkEmbedding embedding() {
        return embedding;
    }

    List<GislrBlock> blocks() {
        return blocks;
    }
}
