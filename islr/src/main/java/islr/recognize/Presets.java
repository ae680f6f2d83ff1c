package islr.recognize;

import static java.util.Map.entry;

import islr.system.NamedSettings;
import islr.system.Preset;
import islr.system.cls.Cls;
import islr.system.combined.GislrWithMlp;
import islr.system.fingerspelling.SpellingPreset;
import islr.system.gislr.Gislr;
import islr.system.mlp.Mlp;
import islr.system.signs.Signs;
import islr.system.sixth.Sixth;
import islr.weights.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// All presets. Whoever adds a system adds a line here, and nothing else outside the system's own folder. Those that
/// answer with phrases have a list of their own.
public final class Presets {
    private static final List<Preset> ALL = List.of(
            Preset.of("signs-small", "small, for people it was not trained on: hands and body in units of their own",
                    new Signs()),
            Preset.of("gislr-64", "the original's sizes", new Gislr()).with(Map.of("smoothing", "0.25"))
                    .from("M. Wijkhuizen, notebook (Keras 2)", "0.72 (competition)"),
            Preset.of("gislr-64-small", "the same architecture, small enough to learn synthetic signers in a minute",
                    new Gislr())
                    .with(Map.of("units", "128", "landmark_units", "96", "heads", "4", "epochs", "24", "smoothing",
                            "0.1", "dropout", "0.1")),
            Preset.of("gislr-32", "the original's sizes: both hands, 32 frames, layer norms", new Gislr())
                    .with(Map.of("features", "positive-hands", "frames", "32", "units", "384", "norm", "pre",
                            "frame_masking", "0", "classifier_dropout", "0", "epochs", "50"))
                    .from("M. Wijkhuizen, notebook (Keras 2)", "0.68 (competition)"),
            Preset.of("cls", "the original's sizes: a class token over whole-clip units", new Cls())
                    .alsoKnownAs("hengck-cls").from("Hengck23, notebook (PyTorch)", "0.62 (competition)"),
            Preset.of("features-mlp", "means, deviations and fifteen frames of a clip, through linear layers",
                    new Mlp()).alsoKnownAs("gislr-features-mlp")
                    .from("R. Hatch, notebook (Keras)", "0.63 (competition)"),
            Preset.of("gislr-32+mlp", "gislr-32 and features-mlp on one clip, their probabilities weighted 0.7 and 0.3",
                    new GislrWithMlp()).from("M. Wijkhuizen and R. Hatch, notebooks (Keras)", ""),
            Preset.of("sixth-25", "the sizes that were handed in: landmarks, parts, three layers over 25 frames",
                    new Sixth()).from("T. Viel, kaggle_islr (PyTorch)", "0.740 (4 folds)"),
            Preset.of("sixth-80", "the same over 80 frames", new Sixth())
                    .with(Map.of("frames", "80", "units", "576", "student_units", "1024", "student_part_units", "256"))
                    .from("T. Viel, kaggle_islr (PyTorch)", "0.740 (4 folds)"),
            Preset.of("sixth-25-teacher", "the sizes that taught sixth-25", new Sixth())
                    .with(Map.of("part_units", "512", "units", "1536", "student_units", "0"))
                    .from("T. Viel, kaggle_islr (PyTorch)", "0.738 (4 folds)"),
            Preset.of("sixth-80-teacher", "the sizes that taught sixth-80", new Sixth())
                    .with(Map.of("frames", "80", "part_units", "256", "units", "1024", "student_units", "0"))
                    .from("T. Viel, kaggle_islr (PyTorch)", "0.740 (4 folds)"));

    private static final List<SpellingPreset> SPELLERS = List.of(SpellingPreset
            .of("fingerspelling-small", "small enough to learn synthetic fingerspelling in a quarter of an hour")
            .with(Map.ofEntries(entry("units", "96"), entry("blocks", "3"), entry("kernel", "21"),
                    entry("decoder_units", "256"), entry("frames", "160"), entry("letters", "14"),
                    entry("padding", "none"), entry("stem_momentum", "0.1"), entry("augment", "intended"),
                    entry("epochs", "140"), entry("batch", "32"), entry("accumulate", "1"), entry("rate", "0.002"),
                    entry("warm_up", "2"), entry("judged", "5"))),
            SpellingPreset.of("fingerspelling-1", "the original's first part: relative attention, six blocks")
                    .with(Map.of("part", "one", "units", "144", "blocks", "6", "least_learned", "15", "epochs", "300",
                            "decay", "0.05", "judged", "10"))
                    .from("C. Henkel, D. Hanley, asl-fingerspelling (PyTorch)", ""),
            SpellingPreset.of("fingerspelling-2", "the original's second part: rotary attention, fourteen blocks")
                    .with(Map.of("judged", "10"))
                    .from("C. Henkel, D. Hanley, asl-fingerspelling (PyTorch)", "0.836 (2 models)"));

    private Presets() {}

    /// In the order in which they are listed.
    public static List<Preset> all() {
        return ALL;
    }

    /// What is trained unless another one is named: the one that does best on people whom it was not trained on, and
    /// learns the synthetic signers in a minute.
    public static Preset usual() {
        return of("signs-small");
    }

    /// @return the preset with this id or alias
    /// @throws IllegalArgumentException if there is no such preset, naming the nearest and those that there are
    public static Preset of(String id) {
        Objects.requireNonNull(id, "id");
        return ALL.stream().filter(preset -> preset.isCalled(id)).findFirst()
                .orElseThrow(() -> missing(id, ALL.stream().map(Preset::id).toList()));
    }

    /// Those that answer with phrases, in the order in which they are listed.
    public static List<SpellingPreset> spellers() {
        return SPELLERS;
    }

    /// What learns phrases unless another one is named.
    public static SpellingPreset usualSpeller() {
        return SPELLERS.getFirst();
    }

    /// @return the preset that answers with phrases and has this id or alias
    /// @throws IllegalArgumentException as [#of(String)]
    public static SpellingPreset speller(String id) {
        Objects.requireNonNull(id, "id");
        return SPELLERS.stream().filter(preset -> preset.isCalled(id)).findFirst()
                .orElseThrow(() -> missing(id, SPELLERS.stream().map(SpellingPreset::id).toList()));
    }

    /// All, whatever they answer with.
    public static List<NamedSettings> any() {
        return Stream.<NamedSettings>concat(ALL.stream(), SPELLERS.stream()).toList();
    }

    /// @return the preset with this id or alias, whatever it answers with
    /// @throws IllegalArgumentException as [#of(String)]
    public static NamedSettings any(String id) {
        Objects.requireNonNull(id, "id");
        List<NamedSettings> all = any();
        return all.stream().filter(preset -> preset.isCalled(id)).findFirst()
                .orElseThrow(() -> missing(id, all.stream().map(NamedSettings::id).toList()));
    }

    private static IllegalArgumentException missing(String id, List<String> ids) {
        return new IllegalArgumentException(
                "there is no preset '" + id + "'" + Nearest.meant(id, ids) + "; there are " + String.join(", ", ids));
    }
}
