package islr.train.run;

import islr.dataset.ClipSource;
import islr.dataset.Split;
import islr.nn.Parameters;
import islr.system.Training;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a run does, and where: written into its folder at the start, and read again when it is resumed.
///
/// @param source the clips
/// @param split who is held out
/// @param folder where the run lives
public record RunPlan(RunSettings settings, ClipSource source, Split split, RunFolder folder) {
    private static final String DATA = "data";
    private static final String HELD_OUT = "held_out";
    private static final String CLIPS = "clips";

    /// Finds the clips that a run names.
    @FunctionalInterface
    public interface Opener {
        /// @param data what [ClipSource#origin()] said
        ClipSource open(String data, RunSettings settings) throws IOException;
    }

    /// Begins a run: writes its settings.
    ///
    /// @throws IllegalArgumentException if the warm-up is as long as the run, or longer
    /// @throws IOException if the settings cannot be written; the folder is then as it was
    public static RunPlan begin(RunSettings settings, ClipSource source, Split split, RunFolder folder)
            throws IOException {
        return begin(settings, source, split, folder, Map.of());
    }

    /// The same.
    ///
    /// @param about what else is written down with the settings, for people: the program, its version, its command
    ///     line. Texts and lists of texts
    public static RunPlan begin(RunSettings settings, ClipSource source, Split split, RunFolder folder,
            Map<String, ?> about) throws IOException {
        SequencedMap<String, Object> all = new LinkedHashMap<>(settings.values().values());
        all.putFirst(RunSettings.PRESET, settings.preset().id());
        all.put(DATA, source.origin());
        all.put(HELD_OUT, String.join(",", split.heldOut()));
        all.put(CLIPS, source.fingerprint());
        about.forEach(all::putIfAbsent);
        Training.requireShortWarmUp(settings.values());
        folder.begin(all);
        return new RunPlan(settings, source, split, folder);
    }

    /// Goes on with a run.
    ///
    /// @param asked settings given again, by key; they must be those of the run
    /// @throws IllegalArgumentException if another setting is asked for than the run has
    /// @throws IOException if the folder holds no run, or its clips are not what they were
    public static RunPlan resume(RunFolder folder, Map<String, String> asked, Opener opener) throws IOException {
        SequencedMap<String, String> saved = folder.settings();
        RunSettings settings;
        try {
            settings = RunSettings.of(saved);
            for (String key : List.of(DATA, HELD_OUT, CLIPS)) {
                if (saved.get(key) == null) {
                    throw new IllegalArgumentException("'" + key + "' is missing");
                }
            }
        } catch (IllegalArgumentException e) {
            throw damaged(folder, e);
        }
        Map<String, String> has = new LinkedHashMap<>(settings.toMap());
        // Older programs wrote them in another order.
        has.put(HELD_OUT, heldOut(List.of(saved.get(HELD_OUT).split(","))));
        asked.forEach((key, text) -> {
            // As it is written down: 1e-3 is 0.001.
            String value = settings.values().has(key) ? settings.with(key, text).toMap().get(key) : text;
            if (!value.equals(has.get(key))) {
                throw new IllegalArgumentException("resume: " + key + " is '" + has.get(key) + "' in this run, '"
                        + value + "' was asked for; a resumed run keeps its settings (start a new run to change them)");
            }
        });
        ClipSource source = opener.open(saved.get(DATA), settings);
        if (!source.fingerprint().equals(saved.get(CLIPS))) {
            throw new IOException("resume: the clips of " + source.origin() + " are not those that " + folder.path()
                    + " was begun with; a run goes on only with the same clips");
        }
        List<String> heldOut = has.get(HELD_OUT).isEmpty() ? List.of(Split.NOBODY)
                : Arrays.asList(has.get(HELD_OUT).split(","));
        try {
            requireFitting(settings, source);
            return new RunPlan(settings, source, Split.of(source, heldOut), folder);
        } catch (IllegalArgumentException e) {
            throw damaged(folder, e);
        }
    }

    /// Sizes that contradict each other are told before anything is read.
    ///
    /// @throws IllegalArgumentException saying how
    public static void requireFitting(RunSettings settings, ClipSource source) {
        settings.features();
        settings.preset().architecture().model(settings.values(), source.signs().size(), Parameters.blank());
    }

    private static IOException damaged(RunFolder folder, IllegalArgumentException e) {
        return new IOException(
                folder.path() + ": settings.json: " + e.getMessage() + "; restore the file, or start a new run", e);
    }

    /// How a hold-out that is asked for again is compared with the run's.
    public static String heldOut(List<String> names) {
        return names.equals(List.of(Split.NOBODY)) ? "" : String.join(",", Split.ordered(names));
    }
}
