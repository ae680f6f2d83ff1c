package islr.system.signs;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Model;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.op.Reductions;
import java.util.ArrayList;
import java.util.List;

/// A small network over the frames of a clip.
///
/// ```
/// rows [N, F] ─ standardise ─ embed ─ norm ─ GELU ─ + position ─ SignsBlock × k ─ mean over the frames ─ dropout
///             ─ classifier ─ logits [B, classes]
/// ```
///
/// - `stats.mean`, `stats.std` [F]: of the training set
/// - `embed.weight` [D, F], `norm.…` [D], `position` [S, D], `blocks.i.…` (see [SignsBlock]), `classifier.weight`
///   [classes, D]
///
/// A clip has S rows.
final class SignsNetwork implements Model {
    private static final float POSITION_DEVIATION = 0.02f;

    private final SignsSizes sizes;
    private final Standardizing standardizing;
    private final Linear embedding;
    private final LayerNorm norm;
    private final Tensor positions;
    private final List<SignsBlock> blocks = new ArrayList<>();
    private final Dropout dropout;
    private final Linear classifier;

    SignsNetwork(SignsSizes sizes, Parameters parameters) {
        this.sizes = sizes;
        standardizing = new Standardizing(sizes.features(), parameters.at("stats"));
        embedding = new Linear(sizes.features(), sizes.units(), parameters.at("embed"));
        norm = new LayerNorm(sizes.units(), SignsBlock.EPSILON, parameters.at("norm"));
        positions = parameters.get("position", Init.normal(POSITION_DEVIATION), sizes.frames(), sizes.units());
        for (int i = 0; i < sizes.blocks(); i++) {
            blocks.add(new SignsBlock(sizes, parameters.at("blocks").at(i)));
        }
        dropout = new Dropout(sizes.classifierDropout());
        classifier = new Linear(sizes.units(), sizes.classes(), parameters.at("classifier"));
    }

    @Override
    public Tensor logits(Compute c, Batch batch) {
        Tensor x = norm.forward(c, embedding.forward(c, standardizing.forward(c, batch.rows())));
        x = Activation.GELU.forward(c, x).add(c, positions.gather(c, places(batch)));
        for (SignsBlock block : blocks) {
            x = block.forward(c, x, batch.sequences());
        }
        Tensor mean = c.run(new Reductions.OfSegments(x, batch.sequences(), null, true)); // [B, D]
        return classifier.forward(c, dropout.forward(c, mean));
    }

    /// The row of the position table for each row of the batch.
    private int[] places(Batch batch) {
        int[] places = new int[batch.sequences().rows()];
        for (int s = 0; s < batch.size(); s++) {
            if (batch.sequences().length(s) != sizes.frames()) {
                throw new IllegalArgumentException("signs: a clip of " + batch.sequences().length(s)
                        + " rows; the position table has " + sizes.frames());
            }
            for (int i = 0; i < sizes.frames(); i++) {
                places[batch.sequences().start(s) + i] = i;
            }
        }
        return places;
    }
}
