package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// The exponential moving average of parameters: `w̄ ← a·w̄ + (1 − a)·w` after step t = 1, 2, …, with
/// `a = min(1 − 1/(t + 1), decay)`. Until the decay is reached it is the plain mean of the first numbers and those
/// after each step, so that the first ones do not last.
///
/// A mean over the last steps, about `1/(1 − decay)` of them, often predicts better than the last step alone, whose
/// numbers still move about.
///
/// Source: Polyak, Juditsky, *Acceleration of Stochastic Approximation by Averaging* (1992); Tarvainen, Valpola, *Mean
/// teachers are better role models* (2017).
public final class ExponentialAverage {
    private final SequencedMap<String, Tensor> parameters;
    private final SequencedMap<String, Tensor> averages = new LinkedHashMap<>();
    private final double decay;
    private int steps;

    /// Begins with the numbers as they are.
    ///
    /// @throws IllegalArgumentException if the decay is not in [0, 1)
    public ExponentialAverage(SequencedMap<String, Tensor> parameters, double decay) {
        this.parameters = Objects.requireNonNull(parameters, "parameters");
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("moving average: decay " + decay + " is not in [0, 1)");
        }
        this.decay = decay;
        parameters.forEach((name, w) -> averages.put(name, w.copy()));
    }

    /// After a step of the optimiser.
    public void step(Compute c) {
        Objects.requireNonNull(c, "c");
        steps++;
        float a = (float) Math.min(1 - 1.0 / (steps + 1), decay);
        averages.forEach((name, average) -> {
            Tensor w = parameters.get(name);
            c.kernels().affine(a, 0, average.array(), average.offset(), average.array(), average.offset(),
                    average.size());
            c.kernels().axpy(1 - a, w.array(), w.offset(), average.array(), average.offset(), average.size());
            average.changed();
        });
    }

    /// The averages by name, in the order of the parameters; they change with every step.
    public SequencedMap<String, Tensor> averages() {
        return averages;
    }

    /// Everything a resume needs: `average.<name>` and `average.steps`, which is exact up to 2²⁴.
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        state.put("average.steps", Tensor.scalar(steps));
        averages.forEach((name, average) -> state.put("average." + name, average.copy()));
        return state;
    }

    /// @throws IllegalArgumentException if something is missing or has another size; then nothing is changed
    public void restore(Map<String, Tensor> state) {
        Objects.requireNonNull(state, "state");
        averages.forEach(
                (name, average) -> SavedNumbers.find("moving average", state, "average." + name, average.size()));
        steps = (int) SavedNumbers.find("moving average", state, "average.steps", 1).item();
        averages.forEach((name, average) -> {
            System.arraycopy(SavedNumbers.find("moving average", state, "average." + name, average.size()).toArray(), 0,
                    average.array(), average.offset(), average.size());
            average.changed();
        });
    }
}
