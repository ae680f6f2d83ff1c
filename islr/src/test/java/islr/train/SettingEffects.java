package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.dataset.LabelledSample;
import islr.nn.Parameters;
import islr.recognize.TestModels;
import islr.system.Batch;
import islr.system.Preset;
import islr.system.RateSchedule;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.Training;
import islr.system.cls.Cls;
import islr.system.signs.Signs;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What each setting changes, by how much, in numbers that can be computed by hand: for [EverySettingTest].
final class SettingEffects {
    static final int SIGNS = TestModels.SIGNS.size();

    private SettingEffects() {}

    /// Compares two runs.
    @FunctionalInterface
    interface Effect {
        void check(Change change) throws Exception;
    }

    /// Two runs that differ in one setting.
    record Change(Preset preset, String key, WatchedRun before, WatchedRun after) {
        /// What the names of the member's settings and parameters begin with; empty where there are no members.
        String member() {
            return key.substring(0, key.lastIndexOf('.') + 1);
        }

        String value(WatchedRun run) {
            return run.settings.toMap().get(key);
        }

        List<WatchedRun> runs() {
            return List.of(before, after);
        }
    }

    /// That the right things differ is all that is to be said here.
    static void nothingElse(Change change) {
        assertThat(change.value(change.after)).isNotEqualTo(change.value(change.before));
    }

    /// The first step is the same, those that follow are not.
    static void later(Change change) {
        nothingElse(change);
        Map<String, Tensor> after = change.after.parameters.state();
        assertThat(change.before.parameters.state().entrySet()).anySatisfy(
                each -> assertThat(each.getValue().toArray()).isNotEqualTo(after.get(each.getKey()).toArray()));
    }

    /// See [TargetsTest][islr.system.TargetsTest] and [TeacherTest].
    static void nothingWithoutTeacher(Change change) {
        nothingElse(change);
        Map<String, Tensor> after = change.after.parameters.state();
        change.before.parameters.state()
                .forEach((name, tensor) -> assertThat(after.get(name).toArray()).isEqualTo(tensor.toArray()));
    }

    // ---- what is shown ----

    /// Five clips in batches of two: the last one is alone.
    static void dropLast(Change change) {
        assertThat(change.before.sizes).containsExactly(2, 2, 1);
        assertThat(change.after.sizes).containsExactly(2, 2);
    }

    /// Five signs.
    static void everySign(Change change) {
        assertThat(change.after.sizes).containsExactly(5);
        assertThat(change.after.order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    // ---- what is read of clips ----

    static void features(Change change) {
        for (WatchedRun run : change.runs()) {
            boolean both = !change.value(run).equals("dominant-hand");
            assertThat(run.start.containsKey(change.member() + "stats.right_hand.mean")).isEqualTo(both);
        }
    }

    /// No clip of ToyClips is shorter than 6 frames, the longest has 12.
    static void frames(Change change) {
        for (WatchedRun run : change.runs()) {
            int frames = Integer.parseInt(change.value(run));
            String table = switch (change.preset.architecture()) {
                case Cls _ -> "pos_embed";
                case Signs _ -> "position";
                default -> "embedding.positional.weight";
            };
            int more = table.startsWith("embedding") ? 1 : 0;
            assertThat(run.start.get(change.member() + table).shape().rows()).isEqualTo(frames + more);
            if (change.member().isEmpty()) {
                assertThat(run.training.stream().map(LabelledSample::sample).mapToInt(Sample::rows).max())
                        .hasValue(frames);
            }
        }
    }

    /// A row of the table for each distance, before and behind; of longer clips every second frame is taken.
    static void sixthFrames(Change change) {
        for (WatchedRun run : change.runs()) {
            int frames = Integer.parseInt(change.value(run));
            assertThat(run.start.get("frame_transformer_1.rel_embeddings.weight").shape().rows()).isEqualTo(2 * frames);
            assertThat(run.training.stream().map(LabelledSample::sample).mapToInt(Sample::rows).max().orElseThrow())
                    .isBetween(frames / 2, frames);
        }
    }

    /// Numbers in a row of a sample, before and after.
    static Effect columns(int before, int after) {
        return change -> {
            assertThat(change.before.training).allSatisfy(each -> assertThat(each.sample().width()).isEqualTo(before));
            assertThat(change.after.training).allSatisfy(each -> assertThat(each.sample().width()).isEqualTo(after));
        };
    }

    /// The clips have a left hand and no right one; the last two columns say which of them is seen.
    static void leading(Change change) {
        for (WatchedRun run : change.runs()) {
            boolean mirrored = change.value(run).equals("yes");
            for (LabelledSample each : run.training) {
                Tensor values = each.sample().values();
                for (int row = 0; row < each.sample().rows(); row++) {
                    assertThat(values.get(row, each.sample().width() - (mirrored ? 2 : 1))).isEqualTo(-1);
                }
            }
        }
    }

    static void axes(Change change) {
        int xy = change.before.start.get(change.member() + "fc.0.dense.weight").shape().columns();
        int xyz = change.after.start.get(change.member() + "fc.0.dense.weight").shape().columns();
        assertThat(2 * xyz).isEqualTo(3 * xy);
    }

    // ---- the network ----

    /// The setting is the size of an axis of each parameter whose name ends as one of these.
    static Effect size(int axis, String... ends) {
        return change -> {
            for (WatchedRun run : change.runs()) {
                List<Tensor> some = run.start.entrySet().stream()
                        .filter(each -> each.getKey().startsWith(change.member())
                                && Stream.of(ends).anyMatch(each.getKey()::endsWith))
                        .map(Map.Entry::getValue).toList();
                assertThat(some).isNotEmpty().allSatisfy(
                        x -> assertThat(x.shape().dim(axis)).isEqualTo(Integer.parseInt(change.value(run))));
            }
        };
    }

    static void widths(Change change) {
        for (WatchedRun run : change.runs()) {
            String[] widths = change.value(run).split(",");
            for (int i = 0; i < widths.length; i++) {
                assertThat(run.start.get(change.member() + "fc." + i + ".dense.weight").shape().rows())
                        .isEqualTo(Integer.parseInt(widths[i]));
            }
        }
    }

    static void blocks(Change change) {
        for (WatchedRun run : change.runs()) {
            assertThat(run.start.keySet().stream()
                    .filter(name -> name.matches(change.member() + "blocks\\.\\d+\\.ff\\.fc1\\.weight")))
                    .hasSize(Integer.parseInt(change.value(run)));
        }
    }

    static void signsBlocks(Change change) {
        for (WatchedRun run : change.runs()) {
            assertThat(run.start.keySet().stream().filter(name -> name.matches("blocks\\.\\d+\\.ff1\\.fc1\\.weight")))
                    .hasSize(Integer.parseInt(change.value(run)));
        }
    }

    static void norm(Change change) {
        for (WatchedRun run : change.runs()) {
            assertThat(run.start.keySet().stream().filter(name -> name.endsWith("norm1.weight")))
                    .hasSize(change.value(run).equals("pre") ? 2 : 0);
        }
    }

    /// A clip that fills all frames has no padding to be looked at.
    static void padding(Change change) {
        int frames = Integer.parseInt(change.before.settings.toMap().get(change.member() + "frames"));
        int full = 0;
        for (int i = 0; i < SIGNS; i++) {
            int rows = change.before.training.get(i).sample().rows() - summaryRows(change);
            float[] before = Arrays.copyOfRange(change.before.answers, i * SIGNS, (i + 1) * SIGNS);
            float[] after = Arrays.copyOfRange(change.after.answers, i * SIGNS, (i + 1) * SIGNS);
            assertThat(Arrays.equals(before, after)).isEqualTo(rows == frames);
            full += rows == frames ? 1 : 0;
        }
        assertThat(full).isBetween(1, SIGNS - 1);
    }

    /// Of a combination: the rows that are the MLP's. The fewest frames with a hand are 5, the most are all 8.
    private static int summaryRows(Change change) {
        return change.member().isEmpty() ? 0
                : change.before.training.stream().mapToInt(each -> each.sample().rows()).max().orElseThrow() - 8;
    }

    /// `p = w·p_transformer + (1 − w)·p_mlp`: two values tell both, and so every other one.
    static void weight(Change change) {
        Settings settings = change.before.settings;
        float[] transformer = answers(change, settings.with(change.key, "1"));
        float[] mlp = answers(change, settings.with(change.key, "0"));
        for (WatchedRun run : change.runs()) {
            double w = Double.parseDouble(change.value(run));
            for (int i = 0; i < transformer.length; i++) {
                assertThat(Math.exp(run.answers[i]))
                        .isCloseTo(w * Math.exp(transformer[i]) + (1 - w) * Math.exp(mlp[i]), within(1e-6));
            }
        }
    }

    private static float[] answers(Change change, Settings settings) {
        return change.preset.architecture().model(settings, SIGNS, Parameters.of(change.before.start))
                .logits(Compute.cpu(),
                        Batch.of(Memory.heap(), change.before.training.stream().map(LabelledSample::sample).toList()))
                .toArray();
    }

    // ---- training ----

    /// A warm-up of k epochs begins at the (k + 1)-th part of the rate and rises by that much; then half a cosine, a
    /// straight line, or nothing.
    static void rates(Change change) {
        for (WatchedRun run : change.runs()) {
            int epochs = run.settings.get(Training.EPOCHS);
            int warm = run.settings.get(Training.WARM_UP);
            double rate = run.settings.get(Training.RATE);
            double[] expected = IntStream.range(0, epochs)
                    .mapToDouble(epoch -> epoch < warm ? rate * (epoch + 1) / (warm + 1)
                            : rate * left(run.settings.get(Training.SCHEDULE), (epoch - warm) / (epochs - warm + 0.0)))
                    .toArray();
            assertThat(run.rates.stream().mapToDouble(r -> r).toArray()).containsExactly(expected, within(1e-12));
        }
    }

    /// What is left of the rate.
    ///
    /// @param done 0 to 1
    private static double left(RateSchedule schedule, double done) {
        return switch (schedule) {
            case COSINE -> (1 + Math.cos(Math.PI * done)) / 2;
            case LINEAR -> 1 - done;
            case CONSTANT -> 1;
        };
    }

    /// Five clips.
    static void batch(Change change) {
        assertThat(change.before.sizes).containsExactly(2, 2, 1);
        assertThat(change.after.sizes).containsExactly(3, 2);
    }

    /// Adam's first step is g/|g|, so that no number moves further than the rate, and some as far as it; and every
    /// number moves in proportion to it.
    static void rate(Change change) {
        rates(change);
        double factor = change.after.rates.getFirst() / change.before.rates.getFirst();
        change.before.moves.forEach((name, moves) -> {
            if (isTrained(change.before, name)) {
                float[] others = change.after.moves.get(name);
                for (int i = 0; i < moves.length; i++) {
                    assertThat((double) others[i]).as(name).isCloseTo(factor * moves[i], within(1e-6));
                }
            }
        });
        for (WatchedRun run : change.runs()) {
            double furthest = run.moves.entrySet().stream().filter(each -> isTrained(run, each.getKey()))
                    .mapToDouble(each -> largest(each.getValue())).max().orElseThrow();
            assertThat(furthest).isCloseTo(run.rates.getFirst(), within(1e-3 * run.rates.getFirst()));
        }
    }

    private static boolean isTrained(WatchedRun run, String name) {
        return run.parameters.trainable().containsKey(name);
    }

    private static double largest(float[] numbers) {
        double largest = 0;
        for (float v : numbers) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    /// A step of another decay takes another share of every weight away, and does nothing else. The share is that of
    /// the documentation: PyTorch's is decay·rate, Keras' is decay times a power of the rate. Keras takes nothing from
    /// rows of a table that were not looked up.
    static void decay(Change change) {
        decay(change, name -> true);
    }

    /// The sixth place takes nothing from biases and from the weights of its layer norms, but of those that are called
    /// otherwise.
    static void sixthDecay(Change change) {
        decay(change, name -> !name.matches(".*(bias|LayerNorm\\.weight)"));
    }

    private static void decay(Change change, Predicate<String> decayed) {
        double before = share(change, change.before.settings.toMap());
        double after = share(change, change.after.settings.toMap());
        assertThat(after).isNotEqualTo(before);
        change.before.moves.forEach((name, moves) -> {
            float[] start = change.before.start.get(name).toArray();
            float[] others = change.after.moves.get(name);
            double share = isTrained(change.before, name) && decayed.test(name) ? after - before : 0;
            for (int i = 0; i < moves.length; i++) {
                boolean notLookedUp = name.endsWith("positional.weight") && moves[i] == 0;
                assertThat((double) others[i] - moves[i]).as(name).isCloseTo(notLookedUp ? 0 : -share * start[i],
                        within(3e-7));
            }
        });
    }

    private static double share(Change change, Map<String, String> settings) {
        double decay = Double.parseDouble(settings.get("decay"));
        double rate = Double.parseDouble(settings.get("rate"));
        return "2".equals(settings.get("decay_power")) ? decay * rate * rate : decay * rate;
    }

    /// `(1 − s)·(−log p of the sign) + s·(the mean of −log p of all signs)`, the mean over clips; and over the members
    /// of a combination.
    static void smoothing(Change change) {
        for (WatchedRun run : change.runs()) {
            double s = Double.parseDouble(change.value(run));
            List<Settings> members = members(run);
            double loss = 0;
            for (Settings member : members) {
                loss += smoothed(trainingLogits(change, member, run), run.labels, s) / members.size();
            }
            assertThat((double) run.loss).isCloseTo(loss, within(1e-5));
        }
    }

    /// After one step the average lies between the first numbers and those after the step: `a·w₀ + (1 − a)·w₁`, a the
    /// decay, or ½ if that is less.
    static void average(Change change) {
        for (WatchedRun run : change.runs()) {
            double a = Math.min(0.5, Double.parseDouble(change.value(run)));
            run.average.forEach((name, difference) -> {
                if (name.startsWith(WatchedRun.END)) {
                    return;
                }
                float[] moves = run.moves.get(name);
                for (int i = 0; i < moves.length; i++) {
                    double expected = isTrained(run, name) ? a * moves[i] : 0;
                    assertThat((double) difference[i]).as(name).isCloseTo(expected, within(1e-6));
                }
            });
        }
    }

    /// Within a run nothing is averaged; in the end the mean of the last two epochs is not the last one.
    static void soup(Change change) {
        for (WatchedRun run : change.runs()) {
            boolean mean = !change.value(run).equals("0");
            run.average.forEach((name, difference) -> {
                if (!name.startsWith(WatchedRun.END) || !mean) {
                    assertThat(difference).as(name).containsOnly(0);
                }
            });
            assertThat(run.average.values().stream().anyMatch(difference -> largest(difference) > 0)).isEqualTo(mean);
        }
    }

    /// The mean of −log p of the sign over all clips of the first step, or over all but that of the largest; and over
    /// the members of a combination.
    static void ousm(Change change) {
        for (WatchedRun run : change.runs()) {
            int dropped = Integer.parseInt(change.value(run));
            List<Settings> members = members(run);
            double loss = 0;
            for (Settings member : members) {
                float[] logits = trainingLogits(change, member, run);
                double[] losses = IntStream.range(0, run.labels.length)
                        .mapToDouble(i -> smoothed(Arrays.copyOfRange(logits, i * SIGNS, (i + 1) * SIGNS),
                                new int[] {run.labels[i]}, 0))
                        .sorted().toArray();
                loss += Arrays.stream(losses).limit(losses.length - dropped).average().orElseThrow() / members.size();
            }
            assertThat((double) run.loss).isCloseTo(loss, within(1e-5));
        }
    }

    /// The settings with which each member of a combination is heard alone, where it has all the weight; those of the
    /// run if it is not a combination.
    private static List<Settings> members(WatchedRun run) {
        return run.settings.has("weight") ? List.of(run.settings.with("weight", "1"), run.settings.with("weight", "0"))
                : List.of(run.settings);
    }

    private static double smoothed(float[] logits, int[] labels, double s) {
        double total = 0;
        for (int clip = 0; clip < labels.length; clip++) {
            double sum = 0;
            double all = 0;
            for (int sign = 0; sign < SIGNS; sign++) {
                sum += Math.exp(logits[clip * SIGNS + sign]);
                all += logits[clip * SIGNS + sign] / SIGNS;
            }
            total += Math.log(sum) - (1 - s) * logits[clip * SIGNS + labels[clip]] - s * all;
        }
        return total / labels.length;
    }

    /// The logits of the run's first step.
    private static float[] trainingLogits(Change change, Settings settings, WatchedRun run) {
        Parameters parameters = Parameters.of(copies(run.start));
        List<Sample> batch = Arrays.stream(run.labels).mapToObj(
                label -> run.training.stream().filter(each -> each.label() == label).findFirst().orElseThrow().sample())
                .toList();
        return change.preset.architecture().model(settings, SIGNS, parameters)
                .logits(Compute.cpu().training(new SplittableRandom(1)), Batch.of(Memory.heap(), batch)).toArray();
    }

    private static Map<String, Tensor> copies(Map<String, Tensor> tensors) {
        return tensors.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().copy()));
    }

    /// Nothing is changed but the last number of some rows, from 1 to 0: about half of them.
    static void frameMasking(Change change) {
        int width = change.before.training.getFirst().sample().width();
        int rows = 0;
        int masked = 0;
        for (int sign = 0; sign < SIGNS; sign++) {
            float[] whole = change.before.shown.get(sign);
            float[] some = change.after.shown.get(sign);
            for (int i = 0; i < whole.length; i++) {
                boolean mask = i % width == width - 1 && whole[i] == 1;
                rows += mask ? 1 : 0;
                masked += mask && some[i] == 0 ? 1 : 0;
                assertThat(some[i]).isIn(whole[i], mask ? 0f : whole[i]);
            }
        }
        assertThat(rows).isGreaterThan(25);
        assertThat((double) masked / rows).isBetween(0.3, 0.7);
    }
}
