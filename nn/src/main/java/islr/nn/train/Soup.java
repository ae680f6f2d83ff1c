package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// The arithmetic mean of a model at several times, of every number, running statistics included:
/// `w̄ ← w̄ + (w − w̄)/k` for the k-th that is added.
///
/// Source: Wortsman et al., *Model soups* (2022); Izmailov et al., *Averaging Weights Leads to Wider Optima and Better
/// Generalization* (2018).
public final class Soup {
    private final RunningMean mean;

    /// Of nothing yet.
    ///
    /// @param state the tensors that are added, as they are at the time
    public Soup(SequencedMap<String, Tensor> state) {
        this.mean = new RunningMean("soup", "soup.", "count", Objects.requireNonNull(state, "state"));
    }

    /// How many were added.
    public int count() {
        return mean.count();
    }

    /// Adds the tensors as they are now.
    public void add(Compute c) {
        Objects.requireNonNull(c, "c");
        mean.mix(c, 1f / (mean.count() + 1));
    }

    /// Begins anew.
    public void clear() {
        mean.clear();
    }

    /// The means by name; they change with everything that is added.
    ///
    /// @throws IllegalStateException if nothing was added
    public SequencedMap<String, Tensor> means() {
        if (mean.count() == 0) {
            throw new IllegalStateException("soup: nothing was added, so there is no mean");
        }
        return mean.means();
    }

    /// Everything a resume needs: `soup.count`, and `soup.<name>` if something was added.
    public SequencedMap<String, Tensor> state() {
        return mean.state();
    }

    /// @throws IllegalArgumentException if something is missing or has another size; then nothing is changed
    public void restore(Map<String, Tensor> state) {
        mean.restore(state);
    }
}
