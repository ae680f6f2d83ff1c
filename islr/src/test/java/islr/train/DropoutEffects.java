package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.recognize.TestModels;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What each dropout changes, and where: for [EverySettingTest], beside [SettingEffects].
final class DropoutEffects {
    private DropoutEffects() {}

    /// The classifier is made to hand on its first inputs as they are: each is then 0, or what it is without dropout
    /// over 1 − rate.
    static SettingEffects.Effect classifierDropout(String classifier, String rate) {
        return change -> {
            Ear ear = new Ear(change);
            Consumer<Map<String, Tensor>> handOn = state -> handOn(state, change.member() + classifier);
            float[] without = ear.hears(ear.with("0"), handOn, true);
            assertDropped(ear.hears(ear.with(rate), handOn, true), new float[without.length], without,
                    Double.parseDouble(rate));
            assertThat(ear.hears(ear.with(rate), handOn, false)).isEqualTo(ear.hears(ear.with("0"), handOn, false));
        };
    }

    /// With one block and clips of one frame, `y = x + W₂·dropout(h)`. W₂ is made to hand on the first numbers of h, so
    /// that each y is x or x + h/(1 − rate). With W₂ = 0 dropout is not to be seen: it acts nowhere else.
    static void feedForwardDropout(SettingEffects.Change change) {
        Ear ear = new Ear(change);
        String classifier = change.member() + "classifier";
        String second = change.member() + "blocks.0.ff.fc2";
        Settings off = ear.with("0").with(change.member() + "blocks", "1");
        Settings on = ear.with("0.6").with(change.member() + "blocks", "1");
        Consumer<Map<String, Tensor>> open = state -> {
            handOn(state, classifier);
            handOn(state, second);
        };
        Consumer<Map<String, Tensor>> closed = state -> {
            handOn(state, classifier);
            fill(state.get(second + ".weight"), 0);
        };
        float[] x = ear.hears(off, closed, true);
        assertThat(ear.hears(on, closed, true)).isEqualTo(x);
        assertDropped(ear.hears(on, open, true), x, ear.hears(off, open, true), 0.6);
        assertThat(ear.hears(on, open, false)).isEqualTo(ear.hears(off, open, false));
    }

    /// With one block and clips of one row, `y = x + dropout(part(x))`, where only the biases of one part are not 0: y
    /// is x or x + b/(1 − rate). Dropout acts on the attention maps, too: its one weight is 0 or 1/(1 − rate), and so
    /// is then what is attended to.
    static void dropoutOfParts(SettingEffects.Change change) {
        Ear ear = new Ear(change);
        Settings off = ear.with("0").with("blocks", "1").with("frames", "1");
        Settings on = ear.with("0.6").with("blocks", "1").with("frames", "1");
        List<String> parts = List.of("ff1.fc2", "attn.out_proj", "ff2.fc2");
        Consumer<Map<String, Tensor>> closed = state -> {
            handOn(state, "classifier");
            parts.forEach(part -> {
                fill(state.get("blocks.0." + part + ".weight"), 0);
                fill(state.get("blocks.0." + part + ".bias"), 0);
            });
        };
        float[] x = ear.hears(off, closed, true);
        assertThat(ear.hears(on, closed, true)).isEqualTo(x);
        for (String part : parts) {
            Consumer<Map<String, Tensor>> open = closed
                    .andThen(state -> fill(state.get("blocks.0." + part + ".bias"), 0.5f, 0.75f, 0.25f, 0.5f, 0));
            assertDropped(ear.hears(on, open, true), x, ear.hears(off, open, true), 0.6);
            assertThat(ear.hears(on, open, false)).isEqualTo(ear.hears(off, open, false));
        }
        Consumer<Map<String, Tensor>> attended = closed.andThen(state -> handOn(state, "blocks.0.attn.out_proj"));
        assertDropped(ear.hears(on, attended, true), x, ear.hears(off, attended, true), 1 - 0.4 * 0.4);
    }

    /// The second rate acts in front of the classifier, the first one in front of the second layer: where that does not
    /// listen, it is not to be seen.
    static void dropouts(SettingEffects.Change change) {
        Ear ear = new Ear(change);
        Consumer<Map<String, Tensor>> open = state -> handOn(state, change.member() + "out");
        Consumer<Map<String, Tensor>> closed = state -> {
            handOn(state, change.member() + "out");
            fill(state.get(change.member() + "fc.1.dense.weight"), 0);
            fill(state.get(change.member() + "fc.1.bn.bias"), 0.5f);
        };
        float[] without = ear.hears(ear.with("0,0"), open, true);
        assertDropped(ear.hears(ear.with("0,0.6"), open, true), new float[without.length], without, 0.6);
        assertThat(ear.hears(ear.with("0.6,0"), open, true)).isNotEqualTo(without);
        float[] deaf = ear.hears(ear.with("0,0"), closed, true);
        assertThat(ear.hears(ear.with("0.6,0"), closed, true)).isEqualTo(deaf);
        assertDropped(ear.hears(ear.with("0,0.6"), closed, true), new float[deaf.length], deaf, 0.6);
    }

    /// Every number is either its least or as far from that as without dropout, divided by 1 − rate; both occur.
    private static void assertDropped(float[] some, float[] least, float[] all, double rate) {
        int dropped = 0;
        int kept = 0;
        for (int i = 0; i < all.length; i++) {
            double there = least[i] + (all[i] - least[i]) / (1 - rate);
            if (Math.abs(there - least[i]) > 1e-3) {
                boolean isDropped = Math.abs(some[i] - least[i]) < 2e-5;
                assertThat((double) some[i]).isCloseTo(isDropped ? least[i] : there, within(2e-5));
                dropped += isDropped ? 1 : 0;
                kept += isDropped ? 0 : 1;
            }
        }
        assertThat(dropped).isPositive();
        assertThat(kept).isPositive();
    }

    /// y₀ = x₀, y₁ = x₁, …; the last y is 0.
    private static void handOn(Map<String, Tensor> state, String linear) {
        Tensor weight = state.get(linear + ".weight");
        fill(weight, 0);
        for (int row = 0; row < weight.shape().rows() - 1; row++) {
            weight.array()[weight.offset() + row * weight.shape().columns() + row] = 1;
        }
        fill(state.get(linear + ".bias"), 0);
    }

    private static void fill(Tensor x, float... first) {
        fill(x, 0);
        System.arraycopy(first, 0, x.array(), x.offset(), first.length);
    }

    private static void fill(Tensor x, float value) {
        Arrays.fill(x.array(), x.offset(), x.offset() + x.size(), value);
    }

    /// Hears what one member of a preset answers to a batch of clips of one frame.
    private record Ear(SettingEffects.Change change) {
        /// Where there is a weight, this member has all of it.
        Settings with(String value) {
            Settings settings = change.before().settings.with(change.key(), value);
            return settings.has("weight") ? settings.with("weight", change.member().equals("mlp.") ? "0" : "1")
                    : settings;
        }

        /// The logits minus that of the last sign, which probabilities tell too.
        float[] hears(Settings settings, Consumer<Map<String, Tensor>> prepare, boolean training) {
            Parameters fresh = Parameters.fresh(5);
            change.preset().architecture().model(settings, SettingEffects.SIGNS, fresh);
            Map<String, Tensor> state = fresh.state();
            prepare.accept(state);
            List<Sample> clips = IntStream.range(0, 6)
                    .mapToObj(i -> change.preset().architecture().features(settings).of(TestModels.clip("clip", 1, i)))
                    .toList();
            Compute c = Compute.cpu();
            float[] logits = change.preset().architecture().model(settings, SettingEffects.SIGNS, Parameters.of(state))
                    .logits(training ? c.training(new SplittableRandom(3)) : c, Batch.of(Memory.heap(), clips))
                    .toArray();
            for (int i = 0; i < logits.length; i += SettingEffects.SIGNS) {
                for (int sign = 0; sign < SettingEffects.SIGNS; sign++) {
                    logits[i + sign] -= sign < SettingEffects.SIGNS - 1 ? logits[i + SettingEffects.SIGNS - 1] : 0;
                }
                logits[i + SettingEffects.SIGNS - 1] = 0;
            }
            return logits;
        }
    }
}
