package islr.system.mlp;

import static islr.weights.NameMap.rename;

import islr.system.Architecture;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.NameMap;
import islr.weights.WeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files that Keras writes of this network: from the names in these files to those of the specification, which
/// [MlpKerasNames] translates.
///
/// In `.weights.h5` and `.keras` the layers of a kind are numbered. In the `.h5` of a whole model, and in files of
/// Keras 2, the numbers go through a whole run of Python; there the position counts.
final class MlpKerasFiles implements Architecture.ForeignNames {
    private static final String FIRST = "layers/batch_normalization/vars/0";
    private static final List<String> HIDDEN = List.of("dense.kernel", "dense.bias", "bn.gamma", "bn.beta",
            "bn.moving_mean", "bn.moving_variance");
    private static final List<String> LAST = List.of("kernel", "bias");

    private static final NameMap KERAS_3 = NameMap.of(NameMap.Unmatched.REFUSE,
            rename("layers/{i:dense}/vars/0", "fc.{i}.dense.kernel"),
            rename("layers/{i:dense}/vars/1", "fc.{i}.dense.bias"),
            rename("layers/{i:batch_normalization}/vars/0", "fc.{i}.bn.gamma"),
            rename("layers/{i:batch_normalization}/vars/1", "fc.{i}.bn.beta"),
            rename("layers/{i:batch_normalization}/vars/2", "fc.{i}.bn.moving_mean"),
            rename("layers/{i:batch_normalization}/vars/3", "fc.{i}.bn.moving_variance"));

    @Override
    public boolean fits(Map<String, Tensor> theirs) {
        return theirs.containsKey(FIRST)
                && theirs.keySet().stream()
                        .allMatch(name -> name.matches("layers/(dense|batch_normalization)(_\\d+)?/vars/\\d"))
                || byPosition(List.copyOf(theirs.keySet()));
    }

    /// Whether the names end as those of these layers do, in their order; Keras 2 adds `:0`.
    private static boolean byPosition(List<String> names) {
        if (names.size() <= HIDDEN.size() || names.size() % HIDDEN.size() != LAST.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            String ours = HIDDEN.get(i % HIDDEN.size());
            String end = "/" + ours.substring(ours.indexOf('.') + 1);
            if (!names.get(i).endsWith(end) && !names.get(i).endsWith(end + ":0")) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Architecture.Ours toOurs(Checkpoint theirs) throws WeightsException {
        Map<String, Tensor> named = theirs.tensors().containsKey(FIRST) ? KERAS_3.toOurs(theirs.tensors())
                : NameMap.byPosition(theirs.tensors(), names(theirs.tensors().size()));
        // The last layer is the one without a batch norm.
        Map<String, Tensor> whole = new LinkedHashMap<>();
        named.forEach((name, tensor) -> {
            String layer = name.substring(0, name.indexOf('.', name.indexOf('.') + 1));
            whole.put(
                    named.containsKey(layer + ".bn.gamma") ? name : "out." + name.substring(name.lastIndexOf('.') + 1),
                    tensor);
        });
        return new Architecture.Ours(MlpKerasNames.mlp().toOurs(whole), Map.of());
    }

    private static List<String> names(int tensors) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < tensors; i++) {
            names.add("fc." + i / HIDDEN.size() + "." + HIDDEN.get(i % HIDDEN.size()));
        }
        return names;
    }
}
