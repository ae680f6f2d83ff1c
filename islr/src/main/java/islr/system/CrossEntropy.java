package islr.system;

import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.Clipping;
import islr.nn.train.KerasAdamW;
import islr.nn.train.Optimizer;
import islr.nn.train.ParameterGroup;
import islr.nn.train.Schedule;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.DoubleConsumer;
import java.util.function.ToIntFunction;

/// The plain recipe: cross-entropy with label smoothing, without the largest losses of a batch if that is asked for;
/// one model, one optimiser. What is deployed may be the moving average of its weights, or a soup of the last epochs.
public final class CrossEntropy implements Recipe {
    private static final String HEADS = "heads";

    private final Model model;
    private final Optimizer optimizer;
    private final DoubleConsumer atRate;
    private final Schedule rates;
    private final float smoothing;
    private final int dropped;
    private final Deployment deployment;
    private double rate;

    private CrossEntropy(Settings settings, Model model, Parameters parameters, Optimizer optimizer,
            DoubleConsumer atRate) {
        this.model = model;
        this.optimizer = optimizer;
        this.atRate = atRate;
        this.rates = Training.rates(settings);
        this.smoothing = settings.get(Training.SMOOTHING).floatValue();
        this.dropped = Training.dropped(settings);
        this.deployment = new Deployment(settings, parameters);
    }

    /// With the optimiser of the Keras systems, whose decay follows the learning rate.
    ///
    /// @param parts how many tensors of the original a parameter consists of, see [KerasAdamW]
    public static CrossEntropy keras(Settings settings, Model model, Parameters parameters,
            ToIntFunction<String> parts) {
        Clipping clipping = Training.clipping(settings, parts);
        KerasAdamW optimizer = new KerasAdamW(parameters.trainable(), parts, 0,
                KerasAdamW.Options.DEFAULT.with(clipping.by(), clipping.norm()));
        return new CrossEntropy(settings, model, parameters, optimizer,
                rate -> optimizer.decay(Training.decay(settings, rate)));
    }

    /// With an optimiser that needs to know nothing but the learning rate.
    public static CrossEntropy with(Settings settings, Model model, Parameters parameters, Optimizer optimizer) {
        return new CrossEntropy(settings, model, parameters, optimizer, rate -> {});
    }

    /// With PyTorch's AdamW, which multiplies the decay by the learning rate itself.
    public static CrossEntropy adamW(Settings settings, Model model, Parameters parameters) {
        AdamW optimizer = new AdamW(List.of(ParameterGroup.all(parameters.trainable(), settings.get(Training.DECAY))),
                AdamW.Options.DEFAULT.with(Training.clipping(settings, heads(settings))));
        return with(settings, model, parameters, optimizer);
    }

    /// The heads of a parameter: those of the maps of queries, keys and values, which are one behind the other.
    public static ToIntFunction<String> heads(Settings settings) {
        int heads = settings.has(HEADS) ? Math.max(1, (Integer) settings.get(settings.setting(HEADS))) : 1;
        return name -> name.matches(".*(q|k|v|query|key|value)_proj\\.(weight|bias)") ? heads
                : name.matches(".*in_proj_(weight|bias)") ? 3 * heads : 1;
    }

    @Override
    public double begin(int epoch, int steps) {
        rate = rates.at(epoch);
        atRate.accept(rate);
        return rate;
    }

    @Override
    public void end(Compute c, int epoch) {
        deployment.end(c, epoch);
    }

    @Override
    public StepResult step(Compute c, TrainingBatch batch) {
        try (Tape tape = Tape.open()) {
            Tensor logits = model.logits(c, batch.samples());
            Tensor loss = batch.targets().loss(c, logits, smoothing, dropped);
            Gradients gradients = tape.gradients(c, loss);
            // A loss that is not a number spoils no parameter: whoever trains is told and stops.
            if (Float.isFinite(loss.item())) {
                optimizer.step(c, gradients, rate);
                deployment.step(c);
            }
            return new StepResult(loss.item(), logits);
        }
    }

    @Override
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
        state.putAll(deployment.state());
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        optimizer.restore(state);
        deployment.restore(state);
    }

    @Override
    public SequencedMap<String, Tensor> deployed() {
        return deployment.deployed();
    }
}
