package islr.system.mlp;

import static islr.weights.NameMap.Change.TRANSPOSE;
import static islr.weights.NameMap.keep;
import static islr.weights.NameMap.rename;

import islr.weights.NameMap;

/// The names of this network's tensors in Keras, as the specification writes them, and ours, which are PyTorch's.
///
/// Keras stores a kernel as `[in, out]`, we store a weight as `[out, in]`. Its batch norm calls weight and bias gamma
/// and beta, and the running statistics moving.
final class MlpKerasNames {
    private static final NameMap MLP = NameMap.of(NameMap.Unmatched.REFUSE,
            rename("fc.{i}.dense.kernel", "fc.{i}.dense.weight", TRANSPOSE), keep("fc.{i}.dense.bias"),
            rename("fc.{i}.bn.gamma", "fc.{i}.bn.weight"), rename("fc.{i}.bn.beta", "fc.{i}.bn.bias"),
            rename("fc.{i}.bn.moving_mean", "fc.{i}.bn.running_mean"),
            rename("fc.{i}.bn.moving_variance", "fc.{i}.bn.running_var"), rename("out.kernel", "out.weight", TRANSPOSE),
            keep("out.bias"));

    private MlpKerasNames() {}

    /// A name that the specification does not have is refused.
    public static NameMap mlp() {
        return MLP;
    }
}
