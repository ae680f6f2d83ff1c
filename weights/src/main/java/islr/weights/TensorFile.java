package islr.weights;

import islr.tensor.Tensor;
import islr.weights.internal.Room;
import java.util.LinkedHashMap;
import java.util.Map;

/// An open file of named tensors, of whatever format: its list of tensors is read and checked, their numbers are copied
/// when they are asked for.
///
/// ```java
/// try (TensorFile file = Formats.open(Path.of("model.pt"))) {
///     for (TensorInfo info : file.infos().values()) {
///         float[] numbers = file.tensor(info.name()).toArray();
///     }
/// }
/// ```
///
/// Only the thread that opened it may use it. Tensors that were read stay valid after [#close()].
public interface TensorFile extends AutoCloseable {
    /// What messages call this file.
    String source();

    /// What kind of file it is, with an article: `a PyTorch archive`.
    String format();

    /// What the file says of its tensors, by name, in the order of the file. Unchangeable.
    Map<String, TensorInfo> infos();

    /// What the file says besides its tensors, as texts; empty if it says nothing. Unchangeable.
    Map<String, String> metadata();

    /// A tensor as float32. Narrower floating-point numbers are widened, F64 is rounded, quantised numbers are
    /// multiplied with their scales.
    ///
    /// @throws WeightsException if there is none of that name, a whole number is beyond ±2^24 (from there on float32
    ///     has gaps), an F64 number is beyond float32's range, or the tensor cannot be read
    Tensor tensor(String name) throws WeightsException;

    /// The numbers of an integer or truth-value tensor as they are stored, row-major.
    ///
    /// @throws WeightsException if there is none of that name, it has no integer dtype, or a number is beyond ±2^63
    long[] longs(String name) throws WeightsException;

    /// The tensors that a model's weights could be. All of them, unless a format says otherwise.
    ///
    /// @return the tensors by name, with the metadata
    /// @throws WeightsException if one of them cannot be read (see [#tensor]), or all together are larger than the
    ///     memory of this JVM
    default Checkpoint checkpoint() throws WeightsException {
        long bytes = infos().values().stream().mapToLong(info -> (long) info.shape().size() * Float.BYTES).sum();
        Room.require(source(), bytes);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : infos().keySet()) {
            tensors.put(name, tensor(name));
        }
        return new Checkpoint(source(), tensors, metadata());
    }

    /// The same for a model that will only predict: weights that the file has as int8 with scales, or of which its
    /// metadata say that they are bf16, stay so in memory (see [Tensor#narrow()]).
    ///
    /// @throws WeightsException as [#checkpoint()]
    default Checkpoint compact() throws WeightsException {
        return checkpoint();
    }

    /// Lets the file go.
    @Override
    void close();
}
