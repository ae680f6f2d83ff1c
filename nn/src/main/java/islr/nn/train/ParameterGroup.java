package islr.nn.train;

import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// Parameters that are trained with the same rate and decay.
///
/// @param parameters by name
/// @param rate learning rate, as a multiple of the one a step is given
/// @param weightDecay the group's decay
public record ParameterGroup(SequencedMap<String, Tensor> parameters, double rate, double weightDecay) {
    public ParameterGroup {
        Objects.requireNonNull(parameters, "parameters");
    }

    /// One group of everything.
    public static ParameterGroup all(SequencedMap<String, Tensor> parameters, double weightDecay) {
        return new ParameterGroup(parameters, 1, weightDecay);
    }

    /// The group of those whose names are chosen.
    public static ParameterGroup where(Map<String, Tensor> parameters, Predicate<String> name, double rate,
            double weightDecay) {
        Objects.requireNonNull(parameters, "parameters");
        SequencedMap<String, Tensor> chosen = new LinkedHashMap<>(parameters);
        chosen.keySet().removeIf(name.negate());
        return new ParameterGroup(chosen, rate, weightDecay);
    }
}
