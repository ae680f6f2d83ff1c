package islr.tools.compare;

import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Operation;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What the layers of a model compute for a clip: the result of every operation that uses a parameter, called by the
/// place of that parameter, `blocks.0.attn.q_proj`.
final class Layers {
    /// @param values row-major
    record Result(Shape shape, float... values) {}

    private final Model model;
    private final Map<Tensor, String> places = new IdentityHashMap<>();

    /// The model is made once more, with nothing folded: an operation then has the parameters of the file.
    Layers(ModelFile file) {
        Parameters parameters = Parameters.of(file.state());
        model = file.preset().architecture().model(file.settings(), file.classes(), parameters);
        parameters.state().forEach(
                (name, tensor) -> places.put(tensor, name.contains(".") ? name.replaceAll("\\.[^.]*$", "") : name));
    }

    /// @return the results by layer, in the order of computation; a layer that is used again has a number behind its
    ///     name
    SequencedMap<String, Result> of(Sample sample) {
        SequencedMap<String, Result> results = new LinkedHashMap<>();
        Compute compute = Compute.cpu().observed((operation, y) -> {
            String place = place(operation);
            if (place != null) {
                String name = place;
                for (int i = 2; results.containsKey(name); i++) {
                    name = place + " (" + i + ")";
                }
                results.put(name, new Result(y.shape(), y.toArray()));
            }
        });
        model.logits(compute, Batch.of(compute.memory(), List.of(sample)));
        return results;
    }

    private String place(Operation operation) {
        for (Tensor input : operation.inputs()) {
            if (places.containsKey(input)) {
                return places.get(input);
            }
        }
        return null;
    }
}
