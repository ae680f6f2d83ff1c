package islr.system.sixth;

import islr.nn.Linear;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Model;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Reductions;
import java.util.ArrayList;
import java.util.List;

/// The network of the sixth place.
///
/// ```
/// rows [N, 300] ─ FrameEncoder ─ [N, d0] ─ SixthLayer × 3 ─ [N, d3] ─ mean over the frames ─ logits [B, classes]
/// ```
///
/// - names of [LandmarkEncoder], [FrameEncoder] and, below `frame_transformer_1.` to `_3.`, of [SixthLayer]
/// - `logits.weight` [classes, d3], `logits.bias` [classes]
final class SixthNetwork implements Model {
    static final int LAYERS = 3;

    private final FrameEncoder frames;
    private final List<SixthLayer> layers = new ArrayList<>();
    private final Linear classifier;
    private final int classes;

    SixthNetwork(SixthSizes sizes, Parameters parameters) {
        frames = new FrameEncoder(sizes, parameters);
        List<Integer> widths = sizes.widths();
        for (int i = 0; i < LAYERS; i++) {
            layers.add(new SixthLayer(sizes.frames(), widths.get(i), widths.get(i + 1), sizes.heads(),
                    sizes.layerDropout(i), parameters.at("frame_transformer_" + (i + 1))));
        }
        classes = sizes.classes();
        classifier = new Linear(widths.getLast(), sizes.classes(), parameters.at("logits"));
    }

    /// Number of signs.
    int classes() {
        return classes;
    }

    @Override
    public Tensor logits(Compute c, Batch batch) {
        return logits(c, batch, constants(c));
    }

    /// What depends on weights alone.
    private record Constants(FrameEncoder.Constants frames, List<SixthLayer.Positions> positions) {}

    private Constants constants(Compute c) {
        return new Constants(frames.constants(c), positions(c));
    }

    private List<SixthLayer.Positions> positions(Compute c) {
        return layers.stream().map(layer -> layer.positions(c)).toList();
    }

    private Tensor logits(Compute c, Batch batch, Constants constants) {
        return classified(c, stages(c, batch, constants, Mixing.NONE).getLast());
    }

    /// Logits of clips that are mixed inside the network.
    Tensor logits(Compute c, Batch batch, Mixing mixing) {
        return classified(c, stages(c, batch, constants(c), mixing).getLast());
    }

    private Tensor classified(Compute c, Mixing.Rows rows) {
        return classifier.forward(c, c.run(new Reductions.OfSegments(rows.values(), rows.clips(), null, true)));
    }

    /// The rows behind the frame encoder and behind each layer.
    List<Tensor> stages(Compute c, Batch batch) {
        return stages(c, batch, constants(c), Mixing.NONE).stream().map(Mixing.Rows::values).toList();
    }

    private List<Mixing.Rows> stages(Compute c, Batch batch, Constants constants, Mixing mixing) {
        Mixing.Rows rows = new Mixing.Rows(frames.forward(c, batch, constants.frames), batch.sequences());
        Tensor padding = c.zeros(Shape.of(1, rows.values().shape().columns()));
        List<Mixing.Rows> stages = new ArrayList<>(List.of(rows));
        for (int i = 0; i < LAYERS; i++) {
            SixthLayer layer = layers.get(i);
            if (i == mixing.layer()) {
                rows = mixing.of(c, rows, padding);
            } else if (i < mixing.layer() && mixing.layer() < LAYERS) {
                padding = layer.padding(c, padding);
            }
            rows = new Mixing.Rows(layer.forward(c, rows.values(), rows.clips(), constants.positions.get(i)),
                    rows.clips());
            stages.add(rows);
        }
        return stages;
    }

    @Override
    public Model forInference(Compute c) {
        Constants constants = new Constants(frames.folded(c), positions(c));
        return (compute, batch) -> logits(compute, batch, constants);
    }
}
