package islr.system;

import islr.nn.train.Clipping;
import islr.nn.train.Schedule;
import java.util.List;
import java.util.function.ToIntFunction;

/// The settings of training that systems share, each with its usual default.
public final class Training {
    public static final Setting<Integer> EPOCHS = Setting.whole("epochs", "passes over the clips", 1, 100_000, 100)
            .onlyInTraining();
    public static final Setting<Integer> BATCH = Setting.whole("batch", "clips in a step", 1, 100_000, 64)
            .onlyInTraining();
    public static final Setting<Double> RATE = Setting
            .real("rate", "learning rate at the start; it falls as schedule says", 0, 10, 1e-3).onlyInTraining();
    public static final Setting<Integer> WARM_UP = Setting
            .whole("warm_up", "epochs in which the learning rate first rises", 0, 10_000, 0).onlyInTraining();
    public static final Setting<RateSchedule> SCHEDULE = Setting
            .choice("schedule", "how the learning rate falls behind the warm-up", RateSchedule.COSINE).optional()
            .onlyInTraining();
    public static final Setting<Double> DECAY = Setting
            .real("decay", "weight decay of a step, times a power of the rate", 0, 1000, 0.05).onlyInTraining();
    /// The same of PyTorch's AdamW.
    public static final Setting<Double> ADAMW_DECAY = Setting
            .real("decay", "weight decay of a step, times the rate", 0, 1000, 0.01).onlyInTraining();
    public static final Setting<Integer> DECAY_POWER = Setting.whole("decay_power",
            "that power: 1 in the original; 2 makes the decay fall with the square of the rate", 1, 2, 1)
            .onlyInTraining();
    public static final Setting<Double> SMOOTHING = Setting.real("smoothing", "label smoothing", 0, 0.99, 0)
            .onlyInTraining();
    public static final Setting<Integer> OUSM = Setting.whole("ousm",
            "so many clips of a batch, those with the largest losses, do not count: their signs may be wrong", 0,
            10_000, 0).optional().onlyInTraining();
    public static final Setting<Double> EMA = Setting.real("ema",
            "decay of the moving average of the weights, which predicts in place of the last ones; 0 for none", 0,
            0.99999, 0).optional().onlyInTraining();
    public static final Setting<Integer> SOUP = Setting.whole("soup",
            "the mean of the model after so many of the last epochs predicts in place of the last one; 0 for none", 0,
            100_000, 0).optional().onlyInTraining();
    /// As the Keras systems do it.
    public static final Setting<Clipping.By> CLIP = Setting.choice("clip",
            "which gradients are scaled down by one norm: all together, each tensor, each head", Clipping.By.HEAD)
            .optional().onlyInTraining();
    public static final Setting<Double> CLIP_NORM = Setting
            .real("clip_norm", "the largest norm they keep", 1e-9, 1e9, 1).optional().onlyInTraining();
    public static final Setting<Integer> EVERY_SIGN = Setting.whole("every_sign",
            "so many clips of every sign in each batch, instead of batch clips as they come; 0 for none", 0, 1000, 0)
            .optional().onlyInTraining();
    public static final Setting<Boolean> DROP_LAST = Setting
            .yesNo("drop_last", "leave out the last batch of an epoch, if it is smaller than the others", false)
            .optional().onlyInTraining();
    public static final Setting<Double> TEACHER_SHARE = Setting
            .real("teacher_share", "how much of the loss is about the answers of a teacher, if there is one", 0, 1, 0.5)
            .optional().onlyInTraining();
    public static final Setting<Double> TEACHER_TEMPERATURE = Setting
            .real("teacher_temperature", "by which the logits of teacher and model are divided there", 0.1, 100, 2)
            .optional().onlyInTraining();
    public static final Setting<Long> SEED = Setting.large("seed", "seed of everything random", 0, Long.MAX_VALUE, 42)
            .onlyInTraining();

    /// What every system offers, beside those whose defaults differ from system to system.
    public static final List<Setting<?>> OFFERED = List.of(CLIP, CLIP_NORM, EVERY_SIGN, DROP_LAST, TEACHER_SHARE,
            TEACHER_TEMPERATURE);

    private Training() {}

    /// @throws IllegalArgumentException if the run would end before its learning rate has risen
    private static void requireShortWarmUp(Settings settings) {
        int epochs = settings.get(EPOCHS);
        int warmUp = settings.get(WARM_UP);
        if (warmUp > 0 && warmUp >= epochs) {
            throw new IllegalArgumentException(WARM_UP.key() + ": the learning rate would rise for " + warmUp
                    + " epochs, but the run has " + epochs + " (" + EPOCHS.key() + "); "
                    + (epochs == 1 ? "leave " + WARM_UP.key() + " at 0" : "at most " + (epochs - 1) + " can be warm-up")
                    + ", or give it more epochs");
        }
    }

    /// Checks what settings of training have to do with each other.
    ///
    /// @throws IllegalArgumentException if a run with them makes no sense
    public static void check(Settings settings) {
        requireShortWarmUp(settings);
        if (settings.has(OUSM.key())) {
            dropped(settings);
        }
        if (settings.get(EMA) > 0 && settings.get(SOUP) > 0) {
            throw new IllegalArgumentException(EMA.key() + " and " + SOUP.key()
                    + ": both say what predicts in place of the last weights; set one of them");
        }
    }

    /// Whether another copy of the weights is kept, which predicts: a moving average or a soup.
    public static boolean averages(Settings settings) {
        return settings.get(EMA) > 0 || settings.get(SOUP) > 0;
    }

    /// How gradients are clipped.
    ///
    /// @param heads how many equal parts along its rows a parameter has that belong to one head each; 1 for most
    public static Clipping clipping(Settings settings, ToIntFunction<String> heads) {
        return new Clipping(settings.get(CLIP), settings.get(CLIP_NORM), heads);
    }

    /// How many clips of a batch do not count.
    ///
    /// @throws IllegalArgumentException if no clip of a batch would
    public static int dropped(Settings settings) {
        // How many clips a batch of so many of every sign has, the clips tell.
        if (settings.get(EVERY_SIGN) == 0) {
            requireCounting(settings, settings.get(BATCH));
        }
        return settings.get(OUSM);
    }

    /// @param batch how many clips a batch has
    /// @throws IllegalArgumentException if none of them would count
    public static void requireCounting(Settings settings, int batch) {
        int dropped = settings.get(OUSM);
        if (dropped >= batch) {
            throw new IllegalArgumentException(
                    OUSM.key() + ": the " + dropped + " largest losses are not to count, but a batch has " + batch
                            + " clips (" + BATCH.key() + "); at least one must count");
        }
    }

    /// The learning rate of each epoch. A run that was begun before [#check] existed may have a warm-up that is longer
    /// than itself: it is cut, so that the last epoch has the full rate.
    public static Schedule rates(Settings settings) {
        int epochs = settings.get(EPOCHS);
        int warmUp = Math.min(settings.get(WARM_UP), epochs - 1);
        double rate = settings.get(RATE);
        Schedule falling = settings.get(SCHEDULE).falling(rate, epochs - warmUp);
        return warmUp == 0 ? falling : Schedule.warmUp(rate / (warmUp + 1), warmUp, falling);
    }

    /// The learning rate of each step of a run, where it changes from step to step: warm-up begins with 0.
    ///
    /// @param steps how many an epoch has
    public static Schedule rates(Settings settings, int steps) {
        int epochs = settings.get(EPOCHS);
        int warmUp = Math.min(settings.get(WARM_UP), epochs - 1);
        Schedule falling = settings.get(SCHEDULE).falling(settings.get(RATE), (epochs - warmUp) * steps);
        return warmUp == 0 ? falling : Schedule.warmUp(0, warmUp * steps, falling);
    }

    /// The share of every weight that a step takes away at a learning rate, where the optimiser does not multiply by
    /// the rate itself.
    public static double decay(Settings settings, double rate) {
        return settings.get(DECAY) * Math.pow(rate, settings.get(DECAY_POWER));
    }
}
