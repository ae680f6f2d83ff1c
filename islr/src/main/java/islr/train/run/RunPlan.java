package islr.train.run;

import islr.dataset.ClipSource;
import islr.dataset.SignedSource;
import islr.dataset.Split;
import islr.system.NamedSettings;
import islr.system.Training;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/// What a run does, and where: written into its folder at the start, and read again when it is resumed.
///
/// @param source what is learned from and judged on
/// @param split who is held out
/// @param folder where the run lives
/// @param best which of its epochs is the best
/// @param start the model that it starts from, if any
/// @param teacher the model whose answers it learns from, if any
/// @param about what else is written down with the settings, for people: the program, its version, its command line.
///     Texts and lists of texts
public record RunPlan(RunSettings settings, SignedSource source, Split split, RunFolder folder, BestEpoch best,
        Optional<UsedModel> start, Optional<UsedModel> teacher, Map<String, ?> about) {
    public RunPlan {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(teacher, "teacher");
        Objects.requireNonNull(about, "about");
    }

    /// Keys of what a run keeps beside the settings of its preset.
    public static final String HELD_OUT = "held_out";
    /// See [BestEpoch#measure()].
    public static final String BEST = "best";
    /// See [BestEpoch#patience()].
    public static final String PATIENCE = "patience";
    /// How many sequences a run knows a target of the confidence of, if it was told some.
    public static final String TARGETS = "confidence_targets";

    private static final String DATA = "data";
    private static final String CLIPS = "clips";
    private static final List<String> ABOUT = List.of("program", "java", "kernels", "command_line", TARGETS);

    /// Finds the clips that a run names.
    @FunctionalInterface
    public interface Opener {
        /// @param data what [SignedSource#origin()] said
        /// @return the clips that the run is about
        SignedSource open(String data, RunSettings settings) throws IOException;
    }

    /// A run that nothing special is asked of.
    public RunPlan(RunSettings settings, SignedSource source, Split split, RunFolder folder) {
        this(settings, source, split, folder, BestEpoch.USUAL, Optional.empty(), Optional.empty(), Map.of());
    }

    /// The clips of a run that learns signs.
    ///
    /// @throws IllegalStateException if it learns something else
    public ClipSource clips() {
        if (source instanceof ClipSource clips) {
            return clips;
        }
        throw new IllegalStateException("the clips of " + source.origin() + " have no signs");
    }

    /// Begins a run: writes its settings.
    ///
    /// @return this
    /// @throws IllegalArgumentException if the run could not find out which epoch is the best, or its warm-up is as
    ///     long as the run, or longer
    /// @throws IOException if the settings cannot be written; the folder is then as it was
    public RunPlan begin() throws IOException {
        requireHeldOut(split, best);
        Training.check(settings.values());
        folder.begin(all());
        return this;
    }

    /// @throws IllegalArgumentException if a run that is to end early has no clips to be judged on
    public static void requireHeldOut(Split split, BestEpoch best) {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(best, "best");
        if (best.patience() > 0 && split.isOfNobody()) {
            throw new IllegalArgumentException(
                    "patience: nothing is held out, so it cannot be told whether an epoch is better than another");
        }
    }

    /// A new run that nothing special is asked of; its settings are written into its folder.
    ///
    /// @throws IOException if that fails; the folder is then as it was
    public static RunPlan begin(RunSettings settings, SignedSource source, Split split, RunFolder folder)
            throws IOException {
        return new RunPlan(settings, source, split, folder).begin();
    }

    /// All that a run writes down.
    private SequencedMap<String, Object> all() {
        SequencedMap<String, Object> all = new LinkedHashMap<>(settings.values().values());
        all.putFirst(RunSettings.PRESET, settings.preset().id());
        all.put(BEST, best.measure().text());
        all.put(PATIENCE, best.patience());
        start.ifPresent(from -> from.put(all));
        teacher.ifPresent(from -> from.put(all));
        all.put(DATA, source.origin());
        all.put(HELD_OUT, split.isOfNobody() ? "" : split.rule());
        all.put(CLIPS, source.fingerprint());
        about.forEach(all::putIfAbsent);
        return all;
    }

    /// The preset of a run, to say by it what is asked for again.
    ///
    /// @throws IOException if the folder holds no run, or its settings are damaged
    public static NamedSettings preset(RunFolder folder) throws IOException {
        Objects.requireNonNull(folder, "folder");
        try {
            return RunSettings.of(folder.settings()).preset();
        } catch (IllegalArgumentException e) {
            throw damaged(folder, e);
        }
    }

    /// Goes on with a run.
    ///
    /// The number of epochs may be another one than before, and so may be [#BEST] and [#PATIENCE]; the folder then has
    /// the new ones.
    ///
    /// @param asked settings given again, by key; all others must be those of the run
    /// @return the plan of the run, from where it stopped
    /// @throws IllegalArgumentException if another setting is asked for than the run has
    /// @throws IOException if the folder holds no run, or its clips are not what they were
    public static RunPlan resume(RunFolder folder, Map<String, String> asked, Opener opener) throws IOException {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(opener, "opener");
        SequencedMap<String, String> saved = folder.settings();
        RunSettings settings;
        BestEpoch had;
        try {
            settings = RunSettings.of(saved);
            for (String key : List.of(DATA, HELD_OUT, CLIPS)) {
                if (saved.get(key) == null) {
                    throw new IllegalArgumentException("'" + key + "' is missing");
                }
            }
            had = best(null, null, saved);
        } catch (IllegalArgumentException e) {
            throw damaged(folder, e);
        }
        Map<String, String> has = new LinkedHashMap<>(settings.toMap());
        // Older programs wrote them in another order.
        has.put(HELD_OUT, heldOut(List.of(saved.get(HELD_OUT).split(","))));
        Map<String, String> others = new LinkedHashMap<>(asked);
        String epochs = others.remove(Training.EPOCHS.key());
        BestEpoch best = best(others.remove(BEST), others.remove(PATIENCE), saved);
        others.forEach((key, text) -> {
            // As it is written down: 1e-3 is 0.001.
            String value = settings.values().has(key) ? settings.with(key, text).toMap().get(key) : text;
            if (!value.equals(has.get(key))) {
                throw new IllegalArgumentException("resume: " + key + " is '" + has.get(key) + "' in this run, '"
                        + value + "' was asked for; a resumed run keeps its settings (start a new run to change them)");
            }
        });
        SignedSource source = opener.open(saved.get(DATA), settings);
        if (!source.fingerprint().equals(saved.get(CLIPS))) {
            throw new IOException("resume: the clips of " + source.origin() + " are not those that " + folder.path()
                    + " was begun with; a run goes on only with the same clips");
        }
        List<String> heldOut = has.get(HELD_OUT).isEmpty() ? List.of(Split.NOBODY)
                : Arrays.asList(has.get(HELD_OUT).split(","));
        RunPlan plan;
        try {
            requireFitting(settings, source);
            plan = new RunPlan(settings, source, Split.of(source, heldOut, settings.seed()), folder, had,
                    UsedModel.of(UsedModel.Role.INIT, saved), UsedModel.of(UsedModel.Role.TEACHER, saved),
                    about(folder.written()));
        } catch (IllegalArgumentException e) {
            throw damaged(folder, e);
        }
        if (epochs != null) {
            requireMoreThanDone(settings.with(Training.EPOCHS.key(), epochs).epochs(), folder);
        }
        RunPlan changed = new RunPlan(epochs == null ? settings : settings.with(Training.EPOCHS.key(), epochs), source,
                plan.split, folder, best, plan.start, plan.teacher, plan.about);
        if (!changed.equals(plan)) {
            try (RunLock _ = folder.lock()) {
                folder.writeSettings(changed.all());
            }
        }
        return changed;
    }

    /// What stands in a run's settings for people.
    private static Map<String, ?> about(Map<String, ?> saved) {
        Map<String, Object> about = new LinkedHashMap<>();
        ABOUT.stream().filter(saved::containsKey).forEach(key -> about.put(key, saved.get(key)));
        return about;
    }

    private static void requireMoreThanDone(int epochs, RunFolder folder) throws IOException {
        int done = folder.epochsDone();
        if (epochs < done) {
            throw new IllegalArgumentException("resume: " + epochs + " epochs are asked for, and " + done
                    + " are done already; ask for more, or start a new run");
        }
    }

    /// What is asked for, or else what a run has, or else the usual.
    ///
    /// @param measure see [BestEpoch.Measure]; null if it is not asked for
    /// @param patience a number; null if it is not asked for
    /// @param saved the settings of a run
    /// @throws IllegalArgumentException if there is no such measure, or the patience is no number
    public static BestEpoch best(String measure, String patience, Map<String, String> saved) {
        Objects.requireNonNull(saved, "saved");
        String by = measure != null ? measure : saved.getOrDefault(BEST, BestEpoch.USUAL.measure().text());
        String epochs = patience != null ? patience : saved.getOrDefault(PATIENCE, "0");
        try {
            return new BestEpoch(BestEpoch.Measure.of(by), Integer.parseInt(epochs));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "patience: '" + epochs + "' is no number of epochs; 0 (never end early) or more", e);
        }
    }

    /// Sizes that contradict each other are told before anything is read.
    ///
    /// @throws IllegalArgumentException saying how
    public static void requireFitting(RunSettings settings, SignedSource source) {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(source, "source");
        settings.preset().blank(settings.values(), source instanceof ClipSource clips ? clips.signs().size() : 0);
    }

    private static IOException damaged(RunFolder folder, IllegalArgumentException e) {
        return new IOException(
                folder.path() + ": settings.json: " + e.getMessage() + "; restore the file, or start a new run", e);
    }

    /// How a hold-out that is asked for again is compared with the run's.
    public static String heldOut(List<String> names) {
        Objects.requireNonNull(names, "names");
        return names.equals(List.of(Split.NOBODY)) ? "" : String.join(",", Split.ordered(names));
    }
}
