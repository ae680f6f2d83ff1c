package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// The arithmetic mean of a model at several times, of every number, running statistics included:
/// `w̄ ← w̄ + (w − w̄)/k` for the k-th that is added.
///
/// Source: Wortsman et al., *Model soups* (2022); Izmailov et al., *Averaging Weights Leads to Wider Optima and Better
/// Generalization* (2018).
public final class Soup {
    private static final String COUNT = "soup.count";
    private static final String PREFIX = "soup.";

    private final SequencedMap<String, Tensor> state;
    private final SequencedMap<String, Tensor> means = new LinkedHashMap<>();
    private int count;

    /// Of nothing yet.
    ///
    /// @param state the tensors that are added, as they are at the time
    public Soup(SequencedMap<String, Tensor> state) {
        this.state = Objects.requireNonNull(state, "state");
        state.forEach((name, w) -> means.put(name, Tensor.of(w.shape(), new float[w.size()])));
    }

    /// How many were added.
    public int count() {
        return count;
    }

    /// Adds the tensors as they are now.
    public void add(Compute c) {
        Objects.requireNonNull(c, "c");
        count++;
        float share = 1f / count;
        means.forEach((name, mean) -> {
            Tensor w = state.get(name);
            c.kernels().affine(1 - share, 0, mean.array(), mean.offset(), mean.array(), mean.offset(), mean.size());
            c.kernels().axpy(share, w.array(), w.offset(), mean.array(), mean.offset(), mean.size());
            mean.changed();
        });
    }

    /// Begins anew.
    public void clear() {
        count = 0;
    }

    /// The means by name; they change with everything that is added.
    ///
    /// @throws IllegalStateException if nothing was added
    public SequencedMap<String, Tensor> means() {
        if (count == 0) {
            throw new IllegalStateException("soup: nothing was added, so there is no mean");
        }
        return means;
    }

    /// Everything a resume needs: `soup.count`, and `soup.<name>` if something was added.
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        all.put(COUNT, Tensor.scalar(count));
        if (count > 0) {
            means.forEach((name, mean) -> all.put(PREFIX + name, mean.copy()));
        }
        return all;
    }

    /// @throws IllegalArgumentException if something is missing or has another size; then nothing is changed
    public void restore(Map<String, Tensor> from) {
        Objects.requireNonNull(from, "from");
        int restored = (int) SavedNumbers.find("soup", from, COUNT, 1).item();
        if (restored > 0) {
            means.forEach((name, mean) -> SavedNumbers.find("soup", from, PREFIX + name, mean.size()));
            means.forEach((name, mean) -> {
                System.arraycopy(from.get(PREFIX + name).toArray(), 0, mean.array(), mean.offset(), mean.size());
                mean.changed();
            });
        }
        count = restored;
    }
}
