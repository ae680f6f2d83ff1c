package islr.weights;

import islr.tensor.NarrowMatrix;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.weights.text.OneLine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Checkpoints whose weight matrices are narrow: what they are called in a safetensors file, and how one is made.
///
/// | in the file | what |
/// |---|---|
/// | `NAME` BF16 `[out, in]` | the matrix |
/// | `NAME` I8 `[out, in]` | the matrix in whole numbers from −127 to 127 |
/// | `NAME_scale` F32 `[out]` | how much 1 is in each row of it |
/// | metadata `weights` | `bf16` or `int8` |
///
/// All other tensors are F32. In Python, `NAME.float() * NAME_scale[:, None]` is the matrix.
public final class NarrowWeights {
    /// The metadata that say which type the matrices have.
    public static final String METADATA = "weights";
    /// What follows the name of an int8 matrix in that of its scales.
    static final String SCALES = "_scale";

    private NarrowWeights() {}

    /// The checkpoint with some of its matrices in the nearest narrow numbers.
    ///
    /// @param names of the matrices
    /// @throws WeightsException if a number cannot be narrow
    public static Checkpoint of(NarrowType type, Checkpoint checkpoint, Set<String> names) throws WeightsException {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(names, "names");
        Map<String, Tensor> tensors = new LinkedHashMap<>(checkpoint.tensors());
        for (String name : names) {
            try {
                tensors.put(name, Tensor.of(NarrowMatrix.of(type, checkpoint.tensor(name).widened())));
            } catch (IllegalArgumentException e) {
                throw new WeightsException(checkpoint.source(),
                        "tensor " + OneLine.quoted(name) + " cannot be " + text(type) + ": " + e.getMessage(), e);
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>(checkpoint.metadata());
        metadata.put(METADATA, text(type));
        return new Checkpoint(checkpoint.source(), tensors, metadata);
    }

    private static String text(NarrowType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
