package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
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
    private final RunningMean mean;
    private final double decay;

    /// Begins with the numbers as they are.
    ///
    /// @throws IllegalArgumentException if the decay is not in [0, 1)
    public ExponentialAverage(SequencedMap<String, Tensor> parameters, double decay) {
        this(parameters, RunningMean.copies(Objects.requireNonNull(parameters, "parameters")), decay);
    }

    /// Begins with other numbers.
    ///
    /// @param averages of the same names and shapes; they are the averages from now on and change with every step
    /// @throws IllegalArgumentException if names or sizes differ, or the decay is not in [0, 1)
    public ExponentialAverage(SequencedMap<String, Tensor> parameters, SequencedMap<String, Tensor> averages,
            double decay) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(averages, "averages");
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("moving average: decay " + decay + " is not in [0, 1)");
        }
        this.decay = decay;
        this.mean = new RunningMean("moving average", "average.", "steps", parameters, averages);
    }

    /// After a step of the optimiser.
    public void step(Compute c) {
        Objects.requireNonNull(c, "c");
        int t = mean.count() + 1;
        mean.mix(c, 1 - (float) Math.min(1 - 1.0 / (t + 1), decay));
    }

    /// The averages by name, in the order of the parameters; they change with every step.
    public SequencedMap<String, Tensor> averages() {
        return mean.means();
    }

    /// Everything a resume needs: `average.steps`, and `average.<name>` if there was a step.
    public SequencedMap<String, Tensor> state() {
        return mean.state();
    }

    /// @throws IllegalArgumentException if something is missing or has another size; then nothing is changed
    public void restore(Map<String, Tensor> state) {
        mean.restore(state);
    }
}
