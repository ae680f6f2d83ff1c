package islr.system;

import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.ExponentialAverage;
import islr.nn.train.KerasAdamW;
import islr.nn.train.Optimizer;
import islr.nn.train.ParameterGroup;
import islr.nn.train.Schedule;
import islr.nn.train.Soup;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleConsumer;
import java.util.function.ToIntFunction;

/// The plain recipe: cross-entropy with label smoothing, without the largest losses of a batch if that is asked for;
/// one model, one optimiser. What is deployed may be the moving average of its weights, or a soup of the last epochs.
public final class CrossEntropy implements Recipe {
    private final Model model;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final DoubleConsumer atRate;
    private final Schedule rates;
    private final float smoothing;
    private final int dropped;
    private final Optional<ExponentialAverage> average;
    private final Optional<Soup> soup;
    private final int soupFrom;
    private double rate;

    private CrossEntropy(Settings settings, Model model, Parameters parameters, Optimizer optimizer,
            DoubleConsumer atRate) {
        this.model = model;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.atRate = atRate;
        this.rates = Training.rates(settings);
        this.smoothing = settings.get(Training.SMOOTHING).floatValue();
        this.dropped = Training.dropped(settings);
        double decay = Training.ema(settings);
        this.average = decay == 0 ? Optional.empty()
                : Optional.of(new ExponentialAverage(parameters.trainable(), decay));
        int last = Training.soup(settings);
        this.soup = last == 0 ? Optional.empty() : Optional.of(new Soup(parameters.state()));
        this.soupFrom = settings.get(Training.EPOCHS) - last;
    }

    /// With the optimiser of the Keras systems, whose decay follows the learning rate.
    ///
    /// @param parts how many tensors of the original a parameter consists of, see [KerasAdamW]
    public static CrossEntropy keras(Settings settings, Model model, Parameters parameters,
            ToIntFunction<String> parts) {
        KerasAdamW optimizer = new KerasAdamW(parameters.trainable(), parts, 0, KerasAdamW.Options.DEFAULT);
        return new CrossEntropy(settings, model, parameters, optimizer,
                rate -> optimizer.decay(Training.decay(settings, rate)));
    }

    /// With PyTorch's AdamW, which multiplies the decay by the learning rate itself.
    public static CrossEntropy adamW(Settings settings, Model model, Parameters parameters) {
        return adamW(settings, model, parameters, AdamW.Options.DEFAULT);
    }

    /// The same with other options, clipped gradients for instance.
    public static CrossEntropy adamW(Settings settings, Model model, Parameters parameters, AdamW.Options options) {
        AdamW optimizer = new AdamW(List.of(ParameterGroup.all(parameters.trainable(), settings.get(Training.DECAY))),
                options);
        return new CrossEntropy(settings, model, parameters, optimizer, rate -> {});
    }

    @Override
    public double begin(int epoch) {
        rate = rates.at(epoch);
        atRate.accept(rate);
        return rate;
    }

    @Override
    public void end(Compute c, int epoch) {
        soup.ifPresent(of -> {
            if (epoch < soupFrom) {
                of.clear();
            } else {
                of.add(c);
            }
        });
    }

    @Override
    public StepResult step(Compute c, Batch batch, int[] labels) {
        try (Tape tape = Tape.open()) {
            Tensor logits = model.logits(c, batch);
            Tensor loss = c
                    .run(new Losses.CrossEntropy(logits, labels, smoothing, Math.min(dropped, labels.length - 1)));
            Gradients gradients = tape.gradients(c, loss);
            // A loss that is not a number spoils no parameter: whoever trains is told and stops.
            if (Float.isFinite(loss.item())) {
                optimizer.step(c, gradients, rate);
                average.ifPresent(of -> of.step(c));
            }
            return new StepResult(loss.item(), logits);
        }
    }

    @Override
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
        average.ifPresent(of -> state.putAll(of.state()));
        soup.ifPresent(of -> state.putAll(of.state()));
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        optimizer.restore(state);
        average.ifPresent(of -> of.restore(state));
        soup.ifPresent(of -> of.restore(state));
    }

    @Override
    public SequencedMap<String, Tensor> deployed() {
        if (soup.isPresent() && soup.get().count() > 0) {
            return soup.get().means();
        }
        if (average.isEmpty()) {
            return parameters.state();
        }
        SequencedMap<String, Tensor> deployed = new LinkedHashMap<>(parameters.state());
        deployed.putAll(average.get().averages());
        return deployed;
    }
}
