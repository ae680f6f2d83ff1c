package islr.recognize;

import islr.data.SignList;
import islr.features.ClipNodes;
import islr.system.Architecture;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Axis;
import islr.weights.onnx.OnnxGraph;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A model as an ONNX graph, preprocessing included: what ONNX Runtime and others need to answer clips.
///
/// - `landmarks` `[frames, 543, 3]`, float32: x, y and z of every landmark of every frame, NaN where one is missing;
///   at least one frame
/// - → `logits` `[classes]`, float32, before the temperature of [Certainty]; all are NaN if there is nothing in the
///   clip that the system looks at
///
/// The metadata are those of our own files ([ModelFile]), signs included, and `input` and `output`, which say the
/// above.
public final class OnnxExport {
    /// What the output of a graph is called.
    public static final String LOGITS = "logits";

    private OnnxExport() {}

    /// @param labels other names of the signs than the file has; as many as there are classes
    /// @return the graph, with the weights in it
    /// @throws WeightsException if the system has no ONNX form
    /// @throws IllegalArgumentException if there are more or fewer labels than signs
    public static OnnxGraph of(ModelFile model, Optional<SignList> labels) throws WeightsException {
        Objects.requireNonNull(model, "model");
        Architecture architecture = model.preset().architecture();
        OnnxGraph graph = new OnnxGraph(model.preset().id());
        String logits = architecture.onnx(ClipNodes.inputOf(graph), model.settings(), model.classes(),
                new Checkpoint(model.source(), model.state(), Map.of()));
        graph.output(LOGITS, logits, Axis.of(model.classes()));
        return graph.with(model.checkpoint(labels).metadata())
                .with(Map.of("input", ClipNodes.LANDMARKS
                        + " [frames, 543, 3]: x, y and z of the landmarks of MediaPipe Holistic in the order of "
                        + "asl-signs, NaN where one is missing", "output",
                        LOGITS + " [classes]; all are NaN if there is nothing in the clip that the model looks at"));
    }
}
