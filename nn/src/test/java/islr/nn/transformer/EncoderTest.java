package islr.nn.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.nn.Activation;
import islr.nn.Parameters;
import islr.nn.Same;
import islr.nn.Some;
import islr.nn.train.AdamW;
import islr.nn.train.KerasAdamW;
import islr.nn.train.Optimizer;
import islr.nn.train.ParameterGroup;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.op.Mask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the goldens do not say of a whole stack: no gradient is lost, and neither threads nor memory change a bit, in
/// training as elsewhere.
class EncoderTest {
    private static final Segments SEQUENCES = Segments.ofLengths(7, 1, 12, 5);
    private static final int CHANNELS = 12;
    private static final Tensor X = Some.tensor(1, SEQUENCES.rows(), CHANNELS);
    private static final Tensor DY = Some.tensor(2, SEQUENCES.rows(), CHANNELS);

    private static EncoderBlock.Options options(Activation activation, boolean normFirst, float dropout) {
        return new EncoderBlock.Options(CHANNELS, 3, 20, activation, dropout, normFirst, 1e-5f);
    }

    @ParameterizedTest
    @CsvSource({"true, RELU", "true, GELU", "true, SILU", "true, SIGMOID", "true, TANH", "false, RELU", "false, GELU"})
    void everyTrainableParameterGetsAGradient(boolean normFirst, Activation activation) {
        Compute c = Compute.cpu();
        Parameters parameters = Parameters.fresh(3);
        Encoder encoder = new Encoder(2, options(activation, normFirst, 0), true, parameters);
        Some.shake(4, parameters.state());
        Gradients gradients = Tape.record(c,
                () -> encoder.forward(c, X, SEQUENCES, Mask.none()).multiply(c, DY).sum(c));
        assertThat(parameters.trainable()).hasSize(2 * 16 + 2);
        parameters.trainable().forEach((name, w) -> {
            double largest = Same.largest(gradients.of(w));
            if (name.endsWith("k_proj.bias")) {
                // Zero in theory: the softmax does not see what is added to all scores of a query.
                assertThat(largest).as(name).isLessThan(1e-4);
            } else {
                assertThat(largest).as(name).isGreaterThan(1e-2);
            }
        });
    }

    /// Two steps in training, with dropout everywhere: every result, every gradient, every parameter and the
    /// optimiser's state.
    private static Map<String, Tensor> train(Compute c, boolean normFirst,
            Function<SequencedMap<String, Tensor>, Optimizer> optimizers) {
        Parameters parameters = Parameters.fresh(3);
        Encoder encoder = new Encoder(2, options(Activation.GELU, normFirst, 0.2f), true, parameters);
        Optimizer optimizer = optimizers.apply(parameters.trainable());
        Compute training = c.training(new SplittableRandom(9));
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (int step = 0; step < 2; step++) {
            String suffix = " of step " + step;
            Gradients gradients = Tape.record(training, () -> {
                Tensor y = encoder.forward(training, X, SEQUENCES, Mask.causal());
                all.put("y" + suffix, y.copy());
                return y.multiply(training, DY).sum(training);
            });
            parameters.trainable().forEach((name, w) -> all.put("gradient " + name + suffix, gradients.of(w).copy()));
            optimizer.step(training, gradients, 1e-3);
        }
        parameters.trainable().forEach((name, w) -> all.put(name, w.copy()));
        all.putAll(optimizer.state());
        return all;
    }

    private static Optimizer adamW(SequencedMap<String, Tensor> parameters) {
        return new AdamW(List.of(ParameterGroup.all(parameters, 0.01)), AdamW.Options.DEFAULT.withMaxNorm(1));
    }

    private static Optimizer kerasAdamW(SequencedMap<String, Tensor> parameters) {
        return new KerasAdamW(parameters, name -> name.endsWith("q_proj.weight") ? 3 : 1, 1e-4,
                KerasAdamW.Options.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsAndMemoryDoNotChangeABitOfTraining(boolean normFirst) {
        for (Kernels kernels : List.of(new ScalarKernels(), KernelProvider.best())) {
            Compute one = new Compute(kernels, Parallel.sequential(), Memory.heap());
            Map<String, Tensor> expected = train(one, normFirst, EncoderTest::adamW);
            Map<String, Tensor> keras = train(one, normFirst, EncoderTest::kerasAdamW);
            Workspace workspace = Workspace.poisoned();
            try (Parallel two = Parallel.threads(2); Parallel three = Parallel.threads(3)) {
                for (Compute c : List.of(one.with(two), one.with(three), one.with(workspace),
                        one.with(two).with(workspace))) {
                    Same.bits(expected, train(c, normFirst, EncoderTest::adamW), kernels.description());
                    workspace.reset();
                    Same.bits(keras, train(c, normFirst, EncoderTest::kerasAdamW), kernels.description());
                    workspace.reset();
                }
            }
        }
    }

    @Test
    void theScalarKernelsAgreeWithTheFastOnes() {
        Compute c = Compute.cpu();
        Encoder encoder = new Encoder(3, options(Activation.GELU, true, 0), true, Parameters.fresh(1));
        Same.near(2e-6, encoder.forward(c.with(new ScalarKernels()), X, SEQUENCES, Mask.none()),
                encoder.forward(c, X, SEQUENCES, Mask.none()), "y");
    }

    @Test
    void recordingDoesNotChangeTheResult() {
        Compute c = Compute.cpu();
        Encoder encoder = new Encoder(2, options(Activation.RELU, true, 0.3f), true, Parameters.fresh(1));
        Tensor[] recorded = new Tensor[1];
        Tape.record(c, () -> {
            recorded[0] = encoder.forward(c, X, SEQUENCES, Mask.none());
            return recorded[0].sum(c);
        });
        Same.bits(encoder.forward(c, X, SEQUENCES, Mask.none()), recorded[0], "y");
    }

    @Test
    void anEncoderWithoutBlocksAndNormIsTheIdentity() {
        Parameters parameters = Parameters.fresh(1);
        assertThat(new Encoder(0, options(Activation.RELU, true, 0), false, parameters).forward(Compute.cpu(), X,
                SEQUENCES, Mask.none())).isSameAs(X);
        assertThat(parameters.state()).isEmpty();
    }

    @Test
    void rowsThatDoNotFitTheSequencesAreRefused() {
        Encoder encoder = new Encoder(1, options(Activation.RELU, true, 0), false, Parameters.fresh(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.forward(Compute.cpu(), X, Segments.ofLengths(24), Mask.none()))
                .withMessageContaining("[25, 12]").withMessageContaining("24 rows");
    }
}
