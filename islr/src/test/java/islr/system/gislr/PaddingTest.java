package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.recognize.TestModels;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.gislr.FrameBatch.Layout;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.op.Losses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class PaddingTest {
    private static final Compute C = new Compute(KernelProvider.best(), Parallel.sequential(), Memory.heap());
    private static final int[] LENGTHS = {1, 3, 9, 40};

    /// A model and a few clips of very different lengths.
    private static final class Case {
        private final Parameters parameters = Parameters.fresh(3);
        private final GislrNetwork model;
        private final Batch batch;

        Case(Padding padding, FeatureSet features, long seed, float masking, int... lengths) {
            GislrSizes sizes = new GislrSizes(8, 16, 12, 2, 2, 5, features, Gislr.Norm.NONE, padding, 0, 0);
            model = new GislrNetwork(sizes, parameters);
            SplittableRandom random = new SplittableRandom(seed);
            List<Sample> samples = new ArrayList<>();
            for (int length : lengths) {
                Sample sample = new GislrFeatures(features, 8).of(TestModels.clip("clip", length, seed + length));
                samples.add(new FrameMasking(features.columns(), masking).apply(sample, random, Memory.heap()));
            }
            batch = Batch.of(Memory.heap(), samples);
        }

        float[] logits(Layout layout) {
            return model.logits(C, model.batch(C, batch, layout)).toArray();
        }

        Map<String, float[]> gradients(Layout layout) {
            int[] labels = new int[batch.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i % 5;
            }
            Gradients gradients = Tape.record(C,
                    () -> C.run(new Losses.CrossEntropy(model.logits(C, model.batch(C, batch, layout)), labels, 0.1f)));
            Map<String, float[]> map = new LinkedHashMap<>();
            parameters.trainable().forEach((name, tensor) -> map.put(name, gradients.of(tensor).toArray()));
            return map;
        }
    }

    @Property(tries = 20)
    void maskedPaddingThatIsLeftOutGivesTheAnswersAndGradientsOfPaddingThatIsHidden(@ForAll FeatureSet features,
            @ForAll long seed, @ForAll @FloatRange(max = 0.9f) float masking) {
        Case clips = new Case(Padding.MASKED, features, seed, masking, LENGTHS);
        assertClose("logits", clips.logits(Layout.COMPACT), clips.logits(Layout.PADDED));
        Map<String, float[]> padded = clips.gradients(Layout.PADDED);
        clips.gradients(Layout.COMPACT).forEach((name, gradient) -> assertClose(name, gradient, padded.get(name)));
    }

    private static void assertClose(String name, float[] actual, float[] expected) {
        float largest = 1e-3f;
        for (float v : expected) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as(name + " " + i).isCloseTo(expected[i], within(2e-5f * largest));
        }
    }

    @Test
    void whereThereIsNoPaddingBothGiveTheSameBits() {
        int long40 = 40;
        assertThat(new Case(Padding.MASKED, FeatureSet.BOTH_HANDS, 5, 0, long40).logits(Layout.COMPACT))
                .isEqualTo(new Case(Padding.ATTENDED, FeatureSet.BOTH_HANDS, 5, 0, long40).logits(Layout.COMPACT));
    }

    @Test
    void whereThereIsPaddingItMattersWhetherItIsLookedAt() {
        assertThat(new Case(Padding.MASKED, FeatureSet.BOTH_HANDS, 5, 0, 3).logits(Layout.COMPACT))
                .isNotEqualTo(new Case(Padding.ATTENDED, FeatureSet.BOTH_HANDS, 5, 0, 3).logits(Layout.COMPACT));
    }

    @Test
    void maskedFramesTakeNoRows() {
        Case clips = new Case(Padding.MASKED, FeatureSet.DOMINANT_HAND, 5, 0, LENGTHS);
        FrameBatch batch = clips.model.batch(C, clips.batch, Layout.COMPACT);
        int kept = clips.batch.sequences().rows();
        assertThat(batch.segments().rows()).isEqualTo(kept);
        assertThat(batch.groups().getFirst().shape().dim(0)).isEqualTo(kept);
    }

    @Test
    void paddingThatIsLookedAtIsOneRowThatStandsForAllOfIt() {
        Case clips = new Case(Padding.ATTENDED, FeatureSet.BOTH_HANDS, 5, 0, 3);
        FrameBatch batch = clips.model.batch(C, clips.batch, Layout.COMPACT);
        int kept = clips.batch.sequences().rows();
        assertThat(batch.segments().rows()).isEqualTo(kept + 1);
        assertThat(batch.segments().multiplicity(kept)).isEqualTo(8 - kept);
        assertThat(batch.mask()).endsWith(0);
    }
}
