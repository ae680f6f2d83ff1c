package islr.system.mlp;

import islr.nn.BatchNorm;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Model;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Linear maps with batch norms between them: `[Linear ─ BatchNorm ─ ReLU ─ Dropout] × k ─ Linear ─ logits`.
///
/// - one row a clip, [B, F] → logits [B, classes]
/// - `fc.i.dense.weight` [wᵢ, wᵢ₋₁], `fc.i.dense.bias`, `fc.i.bn.weight`, `.bias`, `.running_mean`, `.running_var`
///   [wᵢ]; `out.weight` [classes, wₖ], `out.bias`
///
/// Batch norms are Keras': ε 1e-3, a running value takes a hundredth of each batch, and the biased variance.
///
/// Source: the features net of the seed of GISLR-32, which is described but not included there; widths and dropouts are
/// those of a public port of its parent notebook.
final class MlpNetwork implements Model {
    private final List<Layer> layers = new ArrayList<>();
    private final Linear out;

    private record Layer(Linear dense, BatchNorm norm, Dropout dropout) {
        Tensor forward(Compute c, Tensor x) {
            return dropout.forward(c, norm.forward(c, dense.forward(c, x)).relu(c));
        }
    }

    /// @param features F
    /// @param dropouts one for each width
    MlpNetwork(int features, List<Integer> widths, List<Double> dropouts, int classes, Parameters parameters) {
        int in = features;
        for (int i = 0; i < widths.size(); i++) {
            Parameters at = parameters.at("fc").at(i);
            layers.add(new Layer(new Linear(in, widths.get(i), at.at("dense"), Init.glorotUniform(), Init.zeros()),
                    new BatchNorm(widths.get(i), BatchNorm.Options.KERAS, at.at("bn")),
                    new Dropout(dropouts.get(i).floatValue())));
            in = widths.get(i);
        }
        out = new Linear(in, classes, parameters.at("out"), Init.glorotUniform(), Init.zeros());
    }

    @Override
    public Tensor logits(Compute c, Batch batch) {
        Tensor x = batch.rows();
        for (Layer layer : layers) {
            x = layer.forward(c, x);
        }
        return out.forward(c, x);
    }

    /// The results of a layer, for looking at: linear map, batch norm, ReLU.
    List<Tensor> stages(Compute c, Tensor x, int layer) {
        Tensor dense = layers.get(layer).dense.forward(c, x);
        Tensor normal = layers.get(layer).norm.forward(c, dense);
        return List.of(dense, normal, normal.relu(c));
    }
}
