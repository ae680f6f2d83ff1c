package islr.system.gislr;

import islr.nn.Activation;
import islr.nn.Embedding;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Embeds frames as the GISLR transformers do: each landmark group by itself, merged with learned weights, through two
/// linear maps, plus a position.
///
/// `x = W₂·gelu(W₁·Σ_g softmax(w)_g·e_g) + position`
///
/// - the groups' features [N, 2n] → `x` [N, D]
/// - `landmark_weights` w [groups], `fc1.weight` [D, landmark units], `fc2.weight` [D, D], `positional.weight` [S + 1,
///   D], and the [GroupEmbedding]s
final class LandmarkEmbedding {
    private final List<GroupEmbedding> groups = new ArrayList<>();
    private final Tensor landmarkWeights;
    private final Linear fc1;
    private final Linear fc2;
    private final Embedding positional;

    LandmarkEmbedding(List<LandmarkGroup> landmarks, int frames, int units, int landmarkUnits, Parameters parameters) {
        positional = new Embedding(frames + 1, units, parameters.at("positional"), Init.zeros());
        for (LandmarkGroup group : landmarks) {
            groups.add(new GroupEmbedding(2 * group.count(), landmarkUnits, parameters.at(group.name())));
        }
        landmarkWeights = parameters.get("landmark_weights", Init.zeros(), landmarks.size());
        fc1 = new Linear(landmarkUnits, units, parameters.at("fc1"), Init.glorotUniform(), null);
        fc2 = new Linear(units, units, parameters.at("fc2"), Init.heUniform(), null);
    }

    Tensor forward(Compute c, FrameBatch batch) {
        return positioned(c, mixed(c, merged(c, batch)), batch);
    }

    /// One group's embedding e_g, [N, landmark units].
    Tensor group(Compute c, FrameBatch batch, int g) {
        return groups.get(g).forward(c, batch.groups().get(g), batch.absent().get(g));
    }

    /// The groups' shares, [groups], whose sum is 1.
    Tensor weights(Compute c) {
        return landmarkWeights.softmax(c);
    }

    /// The groups' weighted sum, [N, landmark units].
    Tensor merged(Compute c, FrameBatch batch) {
        Tensor weights = weights(c);
        Tensor sum = null;
        for (int g = 0; g < groups.size(); g++) {
            Tensor part = group(c, batch, g).multiply(c, weights.slice(c, 0, g, g + 1));
            sum = sum == null ? part : sum.add(c, part);
        }
        return sum;
    }

    /// The merged groups through both linear maps, [N, D].
    Tensor mixed(Compute c, Tensor merged) {
        return fc2.forward(c, fc1.activated(c, merged, Activation.GELU));
    }

    private Tensor positioned(Compute c, Tensor x, FrameBatch batch) {
        return x.add(c, positional.forward(c, batch.positions(), batch.segments().multiplicities()));
    }
}
