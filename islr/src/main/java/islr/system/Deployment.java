package islr.system;

import islr.nn.Parameters;
import islr.nn.train.ExponentialAverage;
import islr.nn.train.Soup;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/// Which numbers predict: those of the last step, their moving average ([Training#EMA]), or the mean of the model after
/// the last epochs ([Training#SOUP]).
public final class Deployment {
    private final Parameters parameters;
    private final Optional<ExponentialAverage> average;
    private final Optional<Soup> soup;
    private final int soupFrom;

    /// @param parameters of the model that is trained
    public Deployment(Settings settings, Parameters parameters) {
        Objects.requireNonNull(settings, "settings");
        this.parameters = Objects.requireNonNull(parameters, "parameters");
        double decay = settings.get(Training.EMA);
        this.average = decay == 0 ? Optional.empty()
                : Optional.of(new ExponentialAverage(parameters.trainable(), decay));
        int last = settings.get(Training.SOUP);
        this.soup = last == 0 ? Optional.empty() : Optional.of(new Soup(parameters.state()));
        this.soupFrom = Math.max(0, settings.get(Training.EPOCHS) - last);
    }

    /// After a step of the optimiser.
    public void step(Compute c) {
        average.ifPresent(of -> of.step(c));
    }

    /// After an epoch. A run that was made longer may have a soup of epochs that are no longer among the last: then it
    /// begins anew.
    ///
    /// @param epoch from 0
    public void end(Compute c, int epoch) {
        soup.ifPresent(of -> {
            if (of.count() != Math.max(0, epoch - soupFrom)) {
                of.clear();
            }
            if (epoch >= soupFrom) {
                of.add(c);
            }
        });
    }

    /// Everything a resume needs.
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        average.ifPresent(of -> state.putAll(of.state()));
        soup.ifPresent(of -> state.putAll(of.state()));
        return state;
    }

    /// @throws IllegalArgumentException if something is missing or has another size
    public void restore(Map<String, Tensor> state) {
        average.ifPresent(of -> of.restore(state));
        soup.ifPresent(of -> of.restore(state));
    }

    /// The tensors to predict with, by their names in the checkpoint.
    public SequencedMap<String, Tensor> deployed() {
        if (soup.isPresent() && soup.get().count() > 0) {
            return soup.get().means();
        }
        SequencedMap<String, Tensor> deployed = new LinkedHashMap<>(parameters.state());
        average.ifPresent(of -> deployed.putAll(of.averages()));
        return deployed;
    }
}
