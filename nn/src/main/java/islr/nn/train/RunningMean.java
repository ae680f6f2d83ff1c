package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// Means of named tensors over the times at which they were mixed in, `w̄ ← (1 − s)·w̄ + s·w` with a share s of each
/// time, and what a resume needs of them. Which share is what an [ExponentialAverage] and a [Soup] differ in.
final class RunningMean {
    private final String what;
    private final String prefix;
    private final String countName;
    private final SequencedMap<String, Tensor> tensors;
    private final SequencedMap<String, Tensor> means;
    private int count;

    /// Begins with the tensors as they are.
    ///
    /// @param what the first words of an error
    /// @param prefix of the names in a saved state, as in `soup.`
    /// @param countName the name of the count there, without the prefix
    RunningMean(String what, String prefix, String countName, SequencedMap<String, Tensor> tensors) {
        this(what, prefix, countName, tensors, copies(tensors));
    }

    /// Begins with other numbers, of the same names and shapes.
    RunningMean(String what, String prefix, String countName, SequencedMap<String, Tensor> tensors,
            SequencedMap<String, Tensor> means) {
        tensors.forEach((name, w) -> {
            Tensor mean = means.get(name);
            if (mean == null || !mean.shape().equals(w.shape()) || means.size() != tensors.size()) {
                throw new IllegalArgumentException(what + ": '" + name + "' is " + w.shape() + ", and to begin with "
                        + (mean == null ? "missing" : mean.shape()));
            }
        });
        this.what = what;
        this.prefix = prefix;
        this.countName = prefix + countName;
        this.tensors = tensors;
        this.means = means;
    }

    static SequencedMap<String, Tensor> copies(SequencedMap<String, Tensor> tensors) {
        SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
        tensors.forEach((name, w) -> copies.put(name, w.copy()));
        return copies;
    }

    /// How often something was mixed in.
    int count() {
        return count;
    }

    /// Begins to count anew; the means stay until something is mixed in.
    void clear() {
        count = 0;
    }

    SequencedMap<String, Tensor> means() {
        return means;
    }

    /// Mixes the tensors in as they are now.
    void mix(Compute c, float share) {
        count++;
        means.forEach((name, mean) -> {
            Tensor w = tensors.get(name);
            c.kernels().affine(1 - share, 0, mean.array(), mean.offset(), mean.array(), mean.offset(), mean.size());
            c.kernels().axpy(share, w.array(), w.offset(), mean.array(), mean.offset(), mean.size());
            mean.changed();
        });
    }

    /// The count, which is exact up to 2²⁴, and a copy of the means if anything was mixed in.
    SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        state.put(countName, Tensor.scalar(count));
        if (count > 0) {
            means.forEach((name, mean) -> state.put(prefix + name, mean.copy()));
        }
        return state;
    }

    /// @throws IllegalArgumentException if something is missing or has another size; then nothing is changed
    void restore(Map<String, Tensor> state) {
        Objects.requireNonNull(state, "state");
        int restored = (int) SavedNumbers.find(what, state, countName, 1).item();
        if (restored > 0) {
            means.forEach((name, mean) -> SavedNumbers.find(what, state, prefix + name, mean.size()));
            means.forEach((name, mean) -> {
                System.arraycopy(state.get(prefix + name).toArray(), 0, mean.array(), mean.offset(), mean.size());
                mean.changed();
            });
        }
        count = restored;
    }
}
