package islr.train;

import islr.augment.ClipAugmentation;
import islr.dataset.LabelledSample;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.nn.Parameters;
import islr.recognize.TestModels;
import islr.system.Architecture;
import islr.system.Augmentation;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Recipe;
import islr.system.Sample;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.StepResult;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A whole run of the trainer on six clips, and what was to be seen of it from outside: what a setting can change.
final class WatchedRun {
    /// What of a run may differ from another one with a setting changed.
    enum Aspect {
        /// The prepared clips.
        SAMPLES,
        /// Names and sizes of the parameters.
        SHAPES,
        /// The parameters before the first step, statistics among them.
        START,
        /// What the model answers before the first step, outside training.
        ANSWERS,
        /// The learning rate of every epoch.
        RATES,
        /// Number of clips in each step of the first epoch.
        SIZES,
        /// Which clip follows which in the first epoch.
        ORDER,
        /// What the model is shown of each clip in the first epoch.
        SHOWN,
        /// Where the random numbers of the first step begin, those of dropout.
        DRAWS,
        /// What the model answers in the first step, in training.
        LOGITS,
        /// The loss of the first step.
        LOSS,
        /// By how much each parameter moves in the first step.
        MOVES,
        /// How far what is deployed is from the parameters, after the first step and in the end.
        AVERAGE
    }

    /// What names of [#average] begin with that are of the end of the run.
    static final String END = "in the end: ";

    /// One clip a sign, so that labels tell clips apart; signer b is held out. Clips have 6 to 12 frames.
    static final ToyClips CLIPS = new ToyClips(TestModels.SIGNS.size(), 2, 1);

    final Settings settings;
    final List<LabelledSample> training;
    final List<LabelledSample> heldOut;
    final List<Double> rates = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    final List<Integer> order = new ArrayList<>();
    final Map<Integer, float[]> shown = new TreeMap<>();
    final SequencedMap<String, Tensor> start = new LinkedHashMap<>();
    final SequencedMap<String, float[]> moves = new LinkedHashMap<>();
    float[] answers;
    long draw;
    int[] labels;
    float[] logits;
    final SequencedMap<String, float[]> average = new LinkedHashMap<>();
    float loss;
    Parameters parameters;
    Model model;
    private Recipe recipe;

    /// Trains.
    ///
    /// @param folder an empty one
    WatchedRun(Preset preset, Settings settings, Path folder) throws IOException, InterruptedException {
        this.settings = settings;
        Preset watched = new Preset(preset.id(), preset.aliases(), preset.description(),
                new Watched(preset.architecture()), preset.defaults(), preset.reported(), preset.source());
        RunPlan plan = RunPlan.begin(new RunSettings(watched, settings), CLIPS, Split.usual(CLIPS),
                RunFolder.at(folder));
        TrainingClips clips = ToyRuns.clips(plan);
        training = clips.training();
        heldOut = clips.heldOut();
        ToyRuns.train(plan);
        recipe.deployed().forEach((name, mean) -> average.put(END + name, difference(name, mean)));
    }

    private float[] difference(String name, Tensor before) {
        float[] after = parameters.state().get(name).toArray();
        for (int i = 0; i < after.length; i++) {
            after[i] -= before.array()[before.offset() + i];
        }
        return after;
    }

    /// The aspects in which two runs differ by a bit or more.
    static Set<Aspect> differences(WatchedRun a, WatchedRun b) {
        Map<Aspect, Object> other = b.aspects();
        Set<Aspect> different = EnumSet.noneOf(Aspect.class);
        a.aspects().forEach((aspect, value) -> {
            if (!Arrays.deepEquals(new Object[] {value}, new Object[] {other.get(aspect)})) {
                different.add(aspect);
            }
        });
        return different;
    }

    private Map<Aspect, Object> aspects() {
        Map<Aspect, Object> all = new EnumMap<>(Aspect.class);
        all.put(Aspect.SAMPLES, training.stream().map(each -> each.sample().values().toArray()).toArray());
        all.put(Aspect.SHAPES, start.entrySet().stream().map(each -> each.getKey() + each.getValue().shape()).toList());
        all.put(Aspect.START, start.values().stream().map(Tensor::toArray).toArray());
        all.put(Aspect.ANSWERS, answers);
        all.put(Aspect.RATES, rates);
        all.put(Aspect.SIZES, sizes);
        all.put(Aspect.ORDER, order);
        all.put(Aspect.SHOWN, shown.values().toArray());
        all.put(Aspect.DRAWS, draw);
        all.put(Aspect.LOGITS, logits);
        all.put(Aspect.LOSS, loss);
        all.put(Aspect.MOVES, moves.values().toArray());
        // Where there is no average, there are zeros, of whatever shape.
        all.put(Aspect.AVERAGE, average.values().stream().filter(WatchedRun::isAny).toArray());
        return all;
    }

    private static boolean isAny(float[] numbers) {
        for (float number : numbers) {
            if (number != 0) {
                return true;
            }
        }
        return false;
    }

    /// What the model answers outside training, [clips, classes].
    Tensor answers(List<LabelledSample> clips) {
        Compute c = Compute.cpu();
        return model.logits(c, Batch.of(Memory.heap(), clips.stream().map(LabelledSample::sample).toList()));
    }

    private final class Watched implements Architecture {
        private final Architecture real;

        Watched(Architecture real) {
            this.real = real;
        }

        @Override
        public List<Setting<?>> settings() {
            return real.settings();
        }

        @Override
        public Features features(Settings values) {
            return real.features(values);
        }

        @Override
        public Model model(Settings values, int classes, Parameters fresh) {
            if (parameters != null) {
                // One that is judged in place of the one that is trained.
                return real.model(values, classes, fresh);
            }
            parameters = fresh;
            model = real.model(values, classes, fresh);
            shake(fresh.trainable());
            return model;
        }

        /// Away from zeros, behind which a difference could hide.
        private static void shake(Map<String, Tensor> fresh) {
            Random random = new Random(2);
            fresh.values().forEach(x -> {
                for (int i = 0; i < x.size(); i++) {
                    x.array()[i] += 0.1f * (float) random.nextGaussian();
                }
                x.changed();
            });
        }

        @Override
        public Recipe recipe(Settings values, Model made, Parameters fresh) {
            recipe = new WatchedRecipe(real.recipe(values, made, fresh));
            return recipe;
        }

        @Override
        public List<ClipAugmentation> clipAugmentations(Settings values) {
            return real.clipAugmentations(values);
        }

        @Override
        public List<Augmentation> augmentations(Settings values, int epoch) {
            return real.augmentations(values, epoch);
        }

        @Override
        public SequencedMap<String, Tensor> statistics(Settings values, Iterable<Sample> samples) {
            return real.statistics(values, samples);
        }
    }

    private final class WatchedRecipe implements Recipe {
        private final Recipe real;

        WatchedRecipe(Recipe real) {
            this.real = real;
        }

        @Override
        public double begin(int epoch, int steps) {
            double rate = real.begin(epoch, steps);
            rates.add(rate);
            return rate;
        }

        @Override
        public int views() {
            return real.views();
        }

        /// The random numbers are others than without watching, but depend on the same things.
        @Override
        public StepResult step(Compute c, TrainingBatch batch) {
            int[] signs = batch.targets().labels();
            long drawn = c.random().nextLong();
            boolean first = sizes.isEmpty();
            if (rates.size() == 1) {
                show(batch.samples(), signs);
            }
            if (first) {
                parameters.state().forEach((name, tensor) -> start.put(name, tensor.copy()));
                answers = answers(training).toArray();
                draw = drawn;
                labels = signs.clone();
            }
            if (rates.size() == 1) {
                sizes.add(signs.length);
            }
            StepResult result = real.step(c.training(new SplittableRandom(drawn)), batch);
            if (first) {
                logits = result.logits().toArray();
                loss = result.loss();
                start.forEach((name, before) -> moves.put(name, difference(name, before)));
                real.deployed().forEach((name, mean) -> average.put(name, difference(name, mean)));
            }
            return result;
        }

        private void show(Batch batch, int[] signs) {
            for (int s = 0; s < signs.length; s++) {
                order.add(signs[s]);
                shown.put(signs[s], Arrays.copyOfRange(batch.rows().array(), batch.at(batch.sequences().start(s)),
                        batch.at(batch.sequences().end(s))));
            }
        }

        @Override
        public void end(Compute c, int epoch) {
            real.end(c, epoch);
        }

        @Override
        public SequencedMap<String, Tensor> state() {
            return real.state();
        }

        @Override
        public void restore(Map<String, Tensor> state) {
            real.restore(state);
        }

        @Override
        public SequencedMap<String, Tensor> deployed() {
            return real.deployed();
        }
    }
}
