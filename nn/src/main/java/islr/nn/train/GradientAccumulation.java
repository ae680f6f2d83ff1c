package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// Adds up the gradients of several batches, so that a step of the optimiser sees as many examples as they have
/// together. The loss of each batch is to be divided by their number before.
public final class GradientAccumulation {
    private static final String COUNT = "accumulated";
    private static final String SUM = "accumulated.";

    private final SequencedMap<String, Tensor> parameters;
    private final int batches;
    private final SequencedMap<String, Tensor> sums = new LinkedHashMap<>();
    private int count;

    /// @param parameters by name
    /// @param batches how many are added up
    /// @throws IllegalArgumentException if that is less than 1
    public GradientAccumulation(SequencedMap<String, Tensor> parameters, int batches) {
        this.parameters = Objects.requireNonNull(parameters, "parameters");
        this.batches = batches;
        if (batches < 1) {
            throw new IllegalArgumentException("accumulation: " + batches + " batches; at least 1 is needed");
        }
    }

    /// Adds the gradients of a batch.
    ///
    /// @param gradients of a loss that depends on all of the parameters
    /// @return whether the sum is complete, and [#take] gives it
    public boolean add(Compute c, Gradients gradients) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(gradients, "gradients");
        if (isComplete()) {
            throw new IllegalStateException("accumulation: the last sum was not taken");
        }
        count++;
        if (batches == 1) {
            parameters.forEach((name, w) -> sums.put(name, gradients.of(w)));
            return true;
        }
        if (sums.isEmpty()) {
            parameters.forEach((name, w) -> sums.put(name, Tensor.of(w.shape(), new float[w.size()])));
        }
        parameters.forEach((name, w) -> {
            Tensor sum = sums.get(name);
            Tensor g = gradients.of(w);
            if (count == 1) {
                System.arraycopy(g.array(), g.offset(), sum.array(), sum.offset(), sum.size());
            } else {
                c.kernels().axpy(1, g.array(), g.offset(), sum.array(), sum.offset(), sum.size());
            }
        });
        return isComplete();
    }

    private boolean isComplete() {
        return count == batches;
    }

    /// The sum, by name; it is valid until the next [#add], which begins a new one.
    ///
    /// @throws IllegalStateException if it is not complete
    public SequencedMap<String, Tensor> take() {
        if (!isComplete()) {
            throw new IllegalStateException("accumulation: " + count + " of " + batches + " batches were added");
        }
        count = 0;
        return sums;
    }

    /// Everything a resume needs: how many batches were added since the last complete sum and, if there were any, their
    /// sums as `accumulated.<name>`.
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        if (batches > 1) {
            state.put(COUNT, Tensor.scalar(count));
        }
        if (count > 0) {
            sums.forEach((name, sum) -> state.put(SUM + name, sum.copy()));
        }
        return state;
    }

    /// @throws IllegalArgumentException if something is missing or has another size; then nothing is changed
    public void restore(Map<String, Tensor> state) {
        Objects.requireNonNull(state, "state");
        int restored = batches == 1 ? 0 : (int) SavedNumbers.find("accumulation", state, COUNT, 1).item();
        SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
        if (restored > 0) {
            parameters.forEach((name, w) -> copies.put(name,
                    Tensor.of(w.shape(), SavedNumbers.find("accumulation", state, SUM + name, w.size()).toArray())));
        }
        sums.clear();
        sums.putAll(copies);
        count = restored;
    }
}
