package islr.system.fingerspelling;

import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.Clipping;
import islr.nn.train.GradientAccumulation;
import islr.nn.train.ParameterGroup;
import islr.nn.train.Schedule;
import islr.system.Deployment;
import islr.system.Learning;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// How the network is trained: AdamW, whose rate changes with every batch; a step of it after some batches, whose
/// gradients are added up. Which batches these are does not depend on where an epoch ends.
public final class SpellingRecipe implements Learning {
    private final Settings settings;
    private final FingerspellingNetwork network;
    private final double hidden;
    private final int batches;
    private final AdamW optimizer;
    private final GradientAccumulation gradients;
    private final Deployment deployment;
    private Schedule rates;
    /// Of the run, counted from 0.
    private int batch;

    /// @param parameters of the network
    SpellingRecipe(Settings settings, FingerspellingNetwork network, Parameters parameters) {
        this.settings = settings;
        this.network = network;
        hidden = settings.get(Fingerspelling.HIDDEN);
        batches = settings.get(Fingerspelling.ACCUMULATE);
        optimizer = new AdamW(List.of(ParameterGroup.all(parameters.trainable(), settings.get(Training.DECAY))),
                AdamW.Options.DEFAULT.with(Clipping.all(settings.get(Training.CLIP_NORM))));
        gradients = new GradientAccumulation(parameters.trainable(), batches);
        deployment = new Deployment(settings, parameters);
    }

    /// What a batch shows.
    ///
    /// @param loss mean over its sequences
    /// @param right how many letters were the likeliest at their places, the ends among them
    /// @param letters how many there are
    public record Result(float loss, int right, int letters) {}

    @Override
    public double begin(int epoch, int steps) {
        rates = Training.rates(settings, steps);
        batch = epoch * steps;
        return rates.at(batch);
    }

    @Override
    public void end(Compute c, int epoch) {
        deployment.end(c, epoch);
    }

    /// Learns from a batch.
    ///
    /// @param c in [training][Compute#training], with the random numbers of this batch
    public Result step(Compute c, SpellingBatch of) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(of, "of");
        return step(c, of, SpellingLoss.Read.hiding(of.labels(), c.random(), hidden));
    }

    /// @param read what the decoders read
    Result step(Compute c, SpellingBatch of, SpellingLoss.Read read) {
        double rate = rates.at(batch++);
        try (Tape tape = Tape.open()) {
            SpellingLoss loss = SpellingLoss.of(c, network, of.samples(), of.labels(), of.scores(), read);
            Tensor share = batches == 1 ? loss.loss() : loss.loss().scale(c, 1f / batches);
            Gradients ofBatch = tape.gradients(c, share);
            float value = loss.loss().item();
            // A loss that is not a number spoils no parameter: whoever trains is told and stops.
            if (Float.isFinite(value) && gradients.add(c, ofBatch)) {
                optimizer.step(c, gradients.take(), rate);
                deployment.step(c);
            }
            return result(value, loss.logits(), of.labels().tokens());
        }
    }

    private static Result result(float loss, Tensor logits, int... tokens) {
        int right = 0;
        int letters = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] != Characters.PAD) {
                letters++;
                right += GreedySearch.likeliest(logits, i) == tokens[i] ? 1 : 0;
            }
        }
        return new Result(loss, right, letters);
    }

    @Override
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
        state.putAll(gradients.state());
        state.putAll(deployment.state());
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        optimizer.restore(state);
        gradients.restore(state);
        deployment.restore(state);
    }

    @Override
    public SequencedMap<String, Tensor> deployed() {
        return deployment.deployed();
    }
}
