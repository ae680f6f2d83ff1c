package islr.nn;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.nn.attention.ClassAttention;
import islr.nn.attention.MultiHeadAttention;
import islr.nn.train.AdamW;
import islr.nn.train.Clipping;
import islr.nn.train.ExponentialAverage;
import islr.nn.train.GradientAccumulation;
import islr.nn.train.GradientClipping;
import islr.nn.train.KerasAdamW;
import islr.nn.train.ParameterGroup;
import islr.nn.train.Schedule;
import islr.nn.train.Soup;
import islr.nn.transformer.Encoder;
import islr.nn.transformer.EncoderBlock;
import islr.nn.transformer.FeedForward;
import islr.tensor.Compute;
import islr.tensor.Nulls;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Conv1d.Padding;
import islr.tensor.op.Mask;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What a caller in Java may get wrong is told in the words of what was called.
class ArgumentsTest {
    private static final List<Class<?>> CLASSES = Stream
            .of(Linear.class, MultiHeadAttention.class, EncoderBlock.class, AdamW.class)
            .flatMap(one -> Nulls.publicClasses(one).stream()).toList();

    private static Map<Class<?>, Object> samples() {
        Parameters parameters = Parameters.fresh(1);
        EncoderBlock.Options block = new EncoderBlock.Options(1, 1, 1, Activation.GELU, 0, true, 1e-5f);
        Tensor weight = Some.tensor(1, 1, 1).parameter();
        SequencedMap<String, Tensor> named = new LinkedHashMap<>(Map.of("weight", weight));
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.put(String.class, "name");
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(float.class, 0.5f);
        samples.put(double.class, 0.5);
        samples.put(boolean.class, true);
        samples.put(int[].class, new int[] {0});
        samples.put(float[].class, new float[] {1});
        samples.put(Init.class, Init.ones());
        samples.put(Shape.class, Shape.of(1));
        samples.put(RandomGenerator.class, new SplittableRandom(1));
        samples.put(Compute.class, Compute.cpu());
        samples.put(Tensor.class, weight);
        samples.put(Segments.class, Segments.ofLengths(1));
        samples.put(Mask.class, Mask.none());
        samples.put(Padding.class, Padding.same(1, 1));
        samples.put(List.class, List.of(ParameterGroup.all(named, 0)));
        samples.put(Map.class, named);
        samples.put(SequencedMap.class, named);
        samples.put(Predicate.class, (Predicate<Object>) any -> true);
        samples.put(ToIntFunction.class, (ToIntFunction<Object>) any -> 1);
        samples.put(Schedule.class, Schedule.constant(1));
        samples.put(Gradients.class, Tape.record(Compute.cpu(), () -> weight.sum(Compute.cpu())));
        samples.put(BatchNorm.Options.class, BatchNorm.Options.KERAS);
        samples.put(Conv1d.Options.class, Conv1d.Options.same(1));
        samples.put(EncoderBlock.Options.class, block);
        samples.put(Clipping.class, Clipping.NONE);
        samples.put(Clipping.By.class, Clipping.By.ALL);
        samples.put(AdamW.Options.class, AdamW.Options.DEFAULT);
        samples.put(KerasAdamW.Options.class, KerasAdamW.Options.DEFAULT);
        // What methods are called on, too.
        samples.put(Parameters.class, parameters);
        samples.put(Activation.class, Activation.GELU);
        samples.put(BatchNorm.class, new BatchNorm(1, BatchNorm.Options.KERAS, parameters.at("a")));
        samples.put(Conv1d.class, new Conv1d(1, 1, Conv1d.Options.same(1), parameters.at("b")));
        samples.put(Dropout.class, new Dropout(0.5f));
        samples.put(Embedding.class, new Embedding(1, 1, parameters.at("c")));
        samples.put(LayerNorm.class, new LayerNorm(1, 1e-5f, parameters.at("d")));
        samples.put(Linear.class, new Linear(1, 1, parameters.at("e")));
        samples.put(MultiHeadAttention.class, new MultiHeadAttention(1, 1, 0, parameters.at("f")));
        samples.put(MultiHeadAttention.Context.class, new MultiHeadAttention.Context(weight, weight));
        samples.put(ClassAttention.class, new ClassAttention(1, 1, parameters.at("g")));
        samples.put(EncoderBlock.class, new EncoderBlock(block, parameters.at("h")));
        samples.put(Encoder.class, new Encoder(1, block, true, parameters.at("i")));
        samples.put(FeedForward.class, new FeedForward(1, 1, Activation.GELU, 0, parameters.at("j")));
        samples.put(AdamW.class, new AdamW(List.of(ParameterGroup.all(named, 0)), AdamW.Options.DEFAULT));
        samples.put(GradientAccumulation.class, new GradientAccumulation(named, 2));
        samples.put(KerasAdamW.class, new KerasAdamW(named, any -> 1, 0, KerasAdamW.Options.DEFAULT));
        samples.put(GradientClipping.Clipped.class, new GradientClipping.Clipped(named, 1));
        samples.put(Soup.class, new Soup(named));
        samples.put(ExponentialAverage.class, new ExponentialAverage(named, 0.9));
        samples.put(ParameterGroup.class, ParameterGroup.all(named, 0));
        return samples;
    }

    @Test
    void nullIsToldByTheNameOfTheParameter() throws Exception {
        Nulls.with(samples()).orByTheJvm().nullable("Linear.new bias", "Linear.of bias",
                "Embedding.forward multiplicity", "BatchNorm.forward counts").areToldByName(CLASSES, 60);
    }

    @Test
    void numbersOutOfRangeAreRefusedInTheWordsOfWhatWasCalled() {
        EncoderBlock.Options block = new EncoderBlock.Options(1, 1, 1, Activation.GELU, 0, true, 1e-5f);
        Parameters parameters = Parameters.fresh(1);
        refused(() -> new Encoder(-2, block, true, parameters), "encoder: -2 blocks; 0 or more can be had");
        refused(() -> new MultiHeadAttention(0, 1, 0, parameters), "attention: 0 channels do not divide into 1 heads");
        refused(() -> new ClassAttention(0, 1, parameters), "class attention: 0 channels do not divide into 1 heads");
        refused(() -> new LayerNorm(3, -1, parameters), "layer norm: epsilon -1.0 must not be negative");
        refused(() -> Init.parts(0, Init.ones()), "init: 0 parts; at least 1 is needed");
        refused(() -> parameters.get("w", Init.parts(2, Init.ones()), 3, 5),
                "init: the rows of [3, 5] do not divide into 2 parts");
        refused(() -> GradientClipping.byGlobalNorm(Compute.cpu(), Map.of(), -1),
                "gradient clipping: a norm of -1.0; 0 or more can be had");
        refused(() -> AdamW.Options.DEFAULT.withMaxNorm(Double.NaN),
                "gradient clipping: a norm of NaN; 0 or more can be had");
        refused(() -> new KerasAdamW.Options(0.9, 0.999, 1e-7, 0, true),
                "optimiser: gradients clipped to a norm of 0.0; it must be positive");
        String rest = ": the first two lie in [0, 1), the last must not be negative";
        for (double beta : new double[] {1, -0.1, Double.NaN}) {
            refused(() -> new AdamW.Options(beta, 0.999, 1e-8, 1),
                    "optimiser: beta " + beta + " and 0.999, epsilon 1.0E-8" + rest);
            refused(() -> new KerasAdamW.Options(0.9, beta, 1e-8, 1, true),
                    "optimiser: beta 0.9 and " + beta + ", epsilon 1.0E-8" + rest);
        }
        refused(() -> new AdamW.Options(0.9, 0.999, -1, 1), "optimiser: beta 0.9 and 0.999, epsilon -1.0" + rest);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
