package islr.nn.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import islr.nn.Activation;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.KerasAdamW;
import islr.nn.train.Optimizer;
import islr.nn.train.ParameterGroup;
import islr.nn.train.Schedule;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.tensor.op.Mask;
import islr.tensor.op.Reductions;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// A tiny encoder learns a rule that no row shows by itself: whether the largest number of a sequence comes in its
/// first half or in its second.
class TrainingTest {
    private static final int SEQUENCES = 64;
    private static final int CHANNELS = 16;

    /// Rows `[value, position]` of sequences of 2 to 9 rows.
    private record Batch(Tensor x, Segments segments, int[] labels) {
        static Batch of(long seed) {
            Random random = new Random(seed);
            int[] lengths = random.ints(SEQUENCES, 2, 10).toArray();
            Segments segments = Segments.ofLengths(lengths);
            float[] x = new float[2 * segments.rows()];
            int[] labels = new int[SEQUENCES];
            for (int s = 0; s < SEQUENCES; s++) {
                int largest = segments.start(s);
                for (int row = segments.start(s); row < segments.end(s); row++) {
                    x[2 * row] = (float) random.nextGaussian();
                    x[2 * row + 1] = 2f * (row - segments.start(s)) / (lengths[s] - 1) - 1;
                    largest = x[2 * row] > x[2 * largest] ? row : largest;
                }
                labels[s] = x[2 * largest + 1] < 0 ? 0 : 1;
            }
            return new Batch(Tensor.of(Shape.of(segments.rows(), 2), x), segments, labels);
        }
    }

    private static final class Model {
        private final Linear in;
        private final Encoder encoder;
        private final Linear head;

        Model(Parameters parameters) {
            in = new Linear(2, CHANNELS, parameters.at("in"));
            encoder = new Encoder(1, new EncoderBlock.Options(CHANNELS, 2, 32, Activation.GELU, 0.05f, true, 1e-5f),
                    true, parameters.at("encoder"));
            head = new Linear(CHANNELS, 2, parameters.at("head"));
        }

        Tensor loss(Compute c, Batch batch) {
            Tensor rows = encoder.forward(c, in.forward(c, batch.x), batch.segments, Mask.none());
            Tensor logits = head.forward(c, c.run(new Reductions.OfSegments(rows, batch.segments, null, true)));
            return c.run(new Losses.CrossEntropy(logits, batch.labels, 0));
        }
    }

    /// Trains and returns the losses on unseen sequences before and after.
    private static double[] train(Function<SequencedMap<String, Tensor>, Optimizer> optimizers, Schedule rate,
            int steps) {
        Parameters parameters = Parameters.fresh(1);
        Model model = new Model(parameters);
        Optimizer optimizer = optimizers.apply(parameters.trainable());
        Compute c = Compute.cpu();
        Batch unseen = Batch.of(-1);
        double before = model.loss(c, unseen).item();
        Workspace workspace = Workspace.poisoned();
        Compute training = c.with(workspace).training(new SplittableRandom(2));
        for (int step = 0; step < steps; step++) {
            Batch batch = Batch.of(step);
            Gradients gradients = Tape.record(training, () -> model.loss(training, batch));
            optimizer.step(training, gradients, rate.at(step));
            workspace.reset();
        }
        return new double[] {before, model.loss(c, unseen).item()};
    }

    @Test
    void adamWLearnsTheRule() {
        double[] loss = train(parameters -> new AdamW(groups(parameters), AdamW.Options.DEFAULT.withMaxNorm(1)),
                Schedule.warmUp(1e-4, 10, Schedule.cosine(1e-2, 1e-4, 140)), 150);
        assertThat(loss[0]).isBetween(0.5, 1.2);
        assertThat(loss[1]).isLessThan(0.4);
    }

    @Test
    void kerasAdamWLearnsTheRule() {
        double[] loss = train(parameters -> new KerasAdamW(parameters, name -> 1, 1e-5, KerasAdamW.Options.DEFAULT),
                Schedule.linear(1e-2, 0, 150), 150);
        assertThat(loss[1]).isLessThan(0.4);
    }

    /// Only matrices decay.
    private static List<ParameterGroup> groups(SequencedMap<String, Tensor> parameters) {
        return List.of(ParameterGroup.where(parameters, name -> parameters.get(name).shape().rank() > 1, 1, 0.01),
                ParameterGroup.where(parameters, name -> parameters.get(name).shape().rank() == 1, 1, 0));
    }
}
