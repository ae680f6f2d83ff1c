package islr.train;

import static islr.train.WatchedRun.Aspect.ANSWERS;
import static islr.train.WatchedRun.Aspect.AVERAGE;
import static islr.train.WatchedRun.Aspect.DRAWS;
import static islr.train.WatchedRun.Aspect.LOGITS;
import static islr.train.WatchedRun.Aspect.LOSS;
import static islr.train.WatchedRun.Aspect.MOVES;
import static islr.train.WatchedRun.Aspect.ORDER;
import static islr.train.WatchedRun.Aspect.RATES;
import static islr.train.WatchedRun.Aspect.SAMPLES;
import static islr.train.WatchedRun.Aspect.SHAPES;
import static islr.train.WatchedRun.Aspect.SHOWN;
import static islr.train.WatchedRun.Aspect.SIZES;
import static islr.train.WatchedRun.Aspect.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.SkeletonRows;
import islr.recognize.Prediction;
import islr.recognize.Presets;
import islr.recognize.Recognizer;
import islr.recognize.TestModels;
import islr.system.Augmenting;
import islr.system.Preset;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every setting of every preset does what it says, and only that: two runs that differ in its value differ in what is
/// listed here and in nothing else, and by as much as [SettingEffects] computes by hand.
///
/// Whoever adds a setting adds a line to [#CASES]; until then this test fails for it.
class EverySettingTest {
    /// What changes where the network itself is another one.
    private static final Set<WatchedRun.Aspect> NETWORK = Set.of(SHAPES, START, ANSWERS, LOGITS, LOSS, MOVES);
    private static final Set<WatchedRun.Aspect> CLIPS_AND_NETWORK = with(NETWORK, SAMPLES, SHOWN);
    private static final Set<WatchedRun.Aspect> STEP = Set.of(LOGITS, LOSS, MOVES);

    /// Nothing random and nothing that decays, so that the two values of a setting are all that differs.
    private static final Map<String, String> PLAIN = new HashMap<>(
            Map.ofEntries(Map.entry("epochs", "2"), Map.entry("batch", "2"), Map.entry("rate", "0.01"),
                    Map.entry("warm_up", "0"), Map.entry("schedule", "cosine"), Map.entry("decay", "0"),
                    Map.entry("smoothing", "0"), Map.entry("ousm", "0"), Map.entry("ema", "0"), Map.entry("soup", "0"),
                    Map.entry("drop_last", "no"), Map.entry("student_units", "0"), Map.entry("mix", "0"),
                    Map.entry("frozen", "no"), Map.entry("augment", "none"), Map.entry("frame_masking", "0"),
                    Map.entry("dropout", "0"), Map.entry("classifier_dropout", "0"), Map.entry("dropouts", "0,0")));

    static {
        Augmenting.SETTINGS.forEach(setting -> PLAIN.put(setting.key(), "0"));
    }

    /// What is known of a setting.
    ///
    /// @param values two or more; the first one that the preset made plain does not have is compared with it
    /// @param given other settings that both runs have, by key, where the preset has them
    /// @param changes what may and must differ
    /// @param effect by how much
    private record Case(List<String> values, Map<String, String> given, Set<WatchedRun.Aspect> changes,
            SettingEffects.Effect effect) {}

    /// By key, without the member of a combination. A system whose setting means something else than others' of the
    /// same name has a line of its own that begins with the name of its architecture.
    private static final Map<String, Case> CASES = new HashMap<>();

    static {
        // What is read of clips, and the network.
        of("features", CLIPS_AND_NETWORK, SettingEffects::features, "dominant-hand", "both-hands");
        of("frames", CLIPS_AND_NETWORK, SettingEffects::frames, "10");
        of("Signs.frames", CLIPS_AND_NETWORK, SettingEffects::frames, "10");
        of("places", CLIPS_AND_NETWORK, SettingEffects.columns(494, 470), "picture", "body");
        of("shape", CLIPS_AND_NETWORK, SettingEffects.columns(494, 358), "no");
        of("contacts", CLIPS_AND_NETWORK, SettingEffects.columns(494, 382), "no");
        of("differences", CLIPS_AND_NETWORK, SettingEffects.columns(494, 248), "no");
        of("leading", Set.of(SAMPLES, SHOWN, START, ANSWERS, LOGITS, LOSS, MOVES), SettingEffects::leading, "no");
        of("axes", CLIPS_AND_NETWORK, SettingEffects::axes, "xyz");
        of("units", NETWORK, SettingEffects.size(1, "q_proj.weight", "in_proj_weight"), "24");
        of("landmark_units", NETWORK, SettingEffects.size(0, "embedding.lips.fc1.weight"), "10");
        of("widths", NETWORK, SettingEffects::widths, "9,5");
        of("blocks", NETWORK, SettingEffects::blocks, "3");
        of("Signs.blocks", NETWORK, SettingEffects::signsBlocks, "3");
        of("norm", NETWORK, SettingEffects::norm, "pre", "none");
        of("heads", Set.of(START, ANSWERS, LOGITS, LOSS, MOVES), SettingEffects::nothingElse, "4");
        of("Cls.heads", Set.of(ANSWERS, LOGITS, LOSS, MOVES), SettingEffects::nothingElse, "4");
        of("Signs.heads", Set.of(ANSWERS, LOGITS, LOSS, MOVES), SettingEffects::nothingElse, "4");
        of("Sixth.frames", CLIPS_AND_NETWORK, SettingEffects::sixthFrames, "10");
        of("Sixth.units", NETWORK, SettingEffects.size(0, "frame_transformer_2.layer.0.output.dense.weight"), "24");
        of("Sixth.landmark_units", NETWORK, SettingEffects.size(1, "type_embed.weight"), "10");
        of("part_units", NETWORK, SettingEffects.size(0, "full_mlp.0.weight"), "8");
        of("base_units", NETWORK, SettingEffects.size(0, "landmark_mlp.0.weight"), "14");
        of("Sixth.heads", Set.of(ANSWERS, LOGITS, LOSS, MOVES), SettingEffects::nothingElse, "4");
        // It is about clips of which a model predicts.
        of("tail", Set.of(ANSWERS), SettingEffects::nothingElse, "none");
        of("padding", Set.of(ANSWERS, LOGITS, LOSS, MOVES), SettingEffects::padding, "masked", "attended");
        of("weight", Set.of(ANSWERS, LOGITS), SettingEffects::weight, "0.4");
        // How it is trained.
        of("epochs", Set.of(RATES), SettingEffects::rates, "4");
        of("batch", with(STEP, SIZES), SettingEffects::batch, "3");
        of("rate", Set.of(RATES, MOVES), SettingEffects::rate, "0.02");
        given(Map.of("epochs", "4"), "schedule", Set.of(RATES), SettingEffects::rates, "linear", "constant");
        given(Map.of("epochs", "4"), "warm_up", Set.of(RATES, MOVES), SettingEffects::rate, "2");
        of("decay", Set.of(MOVES), SettingEffects::decay, "2");
        of("Cls.decay", Set.of(MOVES), SettingEffects::decay, "2");
        of("Sixth.decay", Set.of(MOVES), SettingEffects::sixthDecay, "2");
        given(Map.of("decay", "20"), "decay_power", Set.of(MOVES), SettingEffects::decay, "2");
        of("smoothing", Set.of(LOSS, MOVES), SettingEffects::smoothing, "0.25");
        given(Map.of("batch", "3"), "ousm", Set.of(LOSS, MOVES), SettingEffects::ousm, "1");
        of("ema", Set.of(AVERAGE), SettingEffects::average, "0.25", "0.9");
        of("soup", Set.of(AVERAGE), SettingEffects::soup, "2");
        given(Map.of("clip_norm", "0.001"), "clip", Set.of(MOVES), SettingEffects::later, "none", "tensor");
        given(Map.of("clip", "all"), "clip_norm", Set.of(MOVES), SettingEffects::later, "0.001");
        of("drop_last", Set.of(SIZES, ORDER, SHOWN), SettingEffects::dropLast, "yes");
        of("every_sign", with(STEP, SIZES, ORDER), SettingEffects::everySign, "1");
        of("teacher_share", Set.of(), SettingEffects::nothingWithoutTeacher, "0.25");
        of("teacher_temperature", Set.of(), SettingEffects::nothingWithoutTeacher, "3");
        of("student_units", Set.of(LOSS, MOVES), SettingEffects::nothingElse, "20");
        Map<String, String> student = Map.of("student_units", "20");
        given(student, "student_part_units", Set.of(LOSS, MOVES), SettingEffects::nothingElse, "10");
        given(student, "consistency", Set.of(LOSS, MOVES), SettingEffects::nothingElse, "9");
        given(student, "ramp", Set.of(LOSS, MOVES), SettingEffects::nothingElse, "1");
        given(student, "teacher_decay", Set.of(), SettingEffects::later, "0.1");
        given(Map.of("student_units", "20", "dropout", "0.2"), "frozen", Set.of(), SettingEffects::later, "yes");
        Map<String, String> mixing = Map.of("student_units", "20", "epochs", "40", "batch", "5", "mix", "1");
        given(mixing, "mix", STEP, SettingEffects::nothingElse, "0");
        given(mixing, "mix_alpha", STEP, SettingEffects::nothingElse, "0.9");
        of("frame_masking", with(STEP, SHOWN), SettingEffects::frameMasking, "0.5");
        // A mirrored clip is the same clip for features that take the left hand for the right one where it leads.
        // One clip a sign here: only the order can change. See ShownClipsTest.
        of("balance", with(STEP, ORDER), SettingEffects::nothingElse, "1");
        given(Map.of("leading", "no"), "mirror", with(STEP, SHOWN), ClipChangeEffects::mirror, "1");
        of("time_change", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        of("body_change", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        of("hand_change", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        of("hand_loss", with(STEP, SHOWN), ClipChangeEffects::clips, "0.9");
        of("mixup", with(STEP, SHOWN), SettingEffects::nothingElse, "0.5");
        // One clip a sign here, so there is no other one to take something from.
        of("face_mix", Set.of(), SettingEffects::nothingElse, "1");
        of("part_mix", Set.of(), SettingEffects::nothingElse, "1");
        of("interpolate", with(STEP, SHOWN), ClipChangeEffects::clips, "1");
        // Where one hand is looked at, the other one makes no difference.
        given(Map.of("features", "both-hands"), "fill_hand", with(STEP, SHOWN), ClipChangeEffects::clips, "1");
        of("stretch", with(STEP, SHOWN), ClipChangeEffects::clips, "0.9");
        of("crop", with(STEP, SHOWN), ClipChangeEffects::clips, "0.9");
        of("rotate", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        // Features in units of the person do not know where in the picture the person is, and how large.
        given(Map.of("places", "picture"), "scale", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        // For the sixth place, too, but for roundings: with five clips these reach the loss.
        given(Map.of("places", "picture", "batch", "5"), "shift", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        of("shear", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        // In one step, as not every clip holds a hand that it can lose.
        given(Map.of("batch", "5"), "cutout", with(STEP, SHOWN), ClipChangeEffects::clips, "1");
        of("landmark_dropout", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        of("frame_dropout", with(STEP, SHOWN), ClipChangeEffects::clips, "0.5");
        of("dropout", STEP, DropoutEffects::feedForwardDropout, "0.6");
        of("classifier_dropout", STEP, DropoutEffects.classifierDropout("classifier", "0.6"), "0.6");
        of("Cls.dropout", STEP, DropoutEffects.classifierDropout("logit", "0.6"), "0.6");
        of("augment", with(STEP, SHOWN), SettingEffects::nothingElse, "light");
        of("Sixth.dropout", STEP, SettingEffects::nothingElse, "0.2");
        of("Signs.dropout", STEP, DropoutEffects::dropoutOfParts, "0.6");
        of("dropouts", STEP, DropoutEffects::dropouts, "0.6,0");
        of("seed", with(STEP, START, ANSWERS, ORDER, DRAWS), SettingEffects::nothingElse, "43");
    }

    @TempDir
    private static Path folder;

    private static final Map<String, WatchedRun> RUNS = new HashMap<>();

    private static void of(String key, Set<WatchedRun.Aspect> changes, SettingEffects.Effect effect, String... values) {
        given(Map.of(), key, changes, effect, values);
    }

    private static void given(Map<String, String> given, String key, Set<WatchedRun.Aspect> changes,
            SettingEffects.Effect effect, String... values) {
        CASES.put(key, new Case(List.of(values), given, changes, effect));
    }

    private static Set<WatchedRun.Aspect> with(Set<WatchedRun.Aspect> some, WatchedRun.Aspect... more) {
        Set<WatchedRun.Aspect> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    /// What every system offers is tested once for each of them, all else for each preset.
    static Stream<Arguments> settings() {
        Set<Setting<?>> offered = new HashSet<>(Augmenting.SETTINGS);
        offered.addAll(Training.OFFERED);
        Set<String> keys = offered.stream().map(Setting::key).collect(Collectors.toSet());
        Set<String> tested = new HashSet<>();
        return Presets.all().stream()
                .flatMap(preset -> preset.architecture().settings().stream()
                        .filter(setting -> !keys.contains(setting.key())
                                || tested.add(preset.architecture().getClass().getSimpleName() + setting.key()))
                        .map(setting -> Arguments.of(preset.id(), setting.key())));
    }

    /// The key in [#CASES], there or not.
    private static String known(Preset preset, String key) {
        String own = preset.architecture().getClass().getSimpleName() + "." + key;
        return CASES.containsKey(own) ? own : key.substring(key.lastIndexOf('.') + 1);
    }

    /// Small, with some settings for all members.
    private static Settings given(Preset preset, Map<String, String> given) {
        Settings settings = TestModels.tiny(preset);
        for (Setting<?> setting : preset.architecture().settings()) {
            String value = given.get(setting.key().substring(setting.key().lastIndexOf('.') + 1));
            settings = value == null ? settings : settings.with(setting.key(), value);
        }
        return settings;
    }

    private static WatchedRun run(Preset preset, Settings settings) throws IOException, InterruptedException {
        String name = preset.id() + settings;
        if (!RUNS.containsKey(name)) {
            RUNS.put(name, new WatchedRun(preset, settings, folder.resolve(Integer.toString(RUNS.size()))));
        }
        return RUNS.get(name);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("settings")
    void aSettingChangesWhatItSaysAndNothingElse(String id, String key) throws Exception {
        Preset preset = Presets.of(id);
        Case known = CASES.get(known(preset, key));
        assertThat(known).as("a line in CASES that says what the setting '%s' of %s changes", key, id).isNotNull();
        Map<String, String> values = new HashMap<>(PLAIN);
        values.putAll(known.given);
        Settings settings = given(preset, values);
        String other = known.values.stream()
                .filter(value -> !settings.with(key, value).toMap().equals(settings.toMap())).findFirst().orElseThrow();
        WatchedRun before = run(preset, settings);
        WatchedRun after = run(preset, settings.with(key, other));
        assertThat(WatchedRun.differences(before, after)).as("what '%s' changes", key)
                .containsExactlyInAnyOrderElementsOf(known.changes);
        known.effect.check(new SettingEffects.Change(preset, key, before, after));
    }

    /// Beside what is above, in [#aSettingChangesWhatItSaysAndNothingElse], the frames that are masked.
    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void anotherSeedMasksOtherFrames(Preset preset) throws Exception {
        Map<String, String> masking = new HashMap<>(PLAIN);
        masking.put("frame_masking", "0.5");
        Settings settings = given(preset, masking);
        boolean masks = !preset.architecture().augmentations(settings, 0).isEmpty();
        Set<WatchedRun.Aspect> differences = WatchedRun.differences(run(preset, settings),
                run(preset, settings.with("seed", "43")));
        assertThat(differences.contains(SHOWN)).isEqualTo(masks);
        assertThat(differences).doesNotContain(SAMPLES, SHAPES, RATES, SIZES);
    }

    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void anotherSeedChangesClipsInAnotherWay(Preset preset) throws Exception {
        Map<String, String> changing = new HashMap<>(PLAIN);
        changing.put("body_change", "0.5");
        Settings settings = given(preset, changing);
        assertThat(WatchedRun.differences(run(preset, settings), run(preset, settings.with("seed", "43"))))
                .contains(SHOWN).doesNotContain(SAMPLES, SHAPES, RATES, SIZES);
    }

    @Test
    void thereIsNoCaseForASettingThatDoesNotExist() {
        Set<String> used = new HashSet<>();
        Presets.all().forEach(
                preset -> preset.architecture().settings().forEach(setting -> used.add(known(preset, setting.key()))));
        assertThat(CASES.keySet()).isSubsetOf(used);
    }

    /// The model is judged, written down and used without what is random in training, however much of it there is.
    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void evaluationAndPredictionKnowNothingOfChangesMasksAndDropout(Preset preset, @TempDir Path here)
            throws Exception {
        Map<String, String> random = new LinkedHashMap<>(PLAIN);
        random.putAll(Map.of("frame_masking", "0.9", "dropout", "0.9", "classifier_dropout", "0.9", "dropouts",
                "0.9,0.9", "batch", "3"));
        Augmenting.SETTINGS.forEach(setting -> random.put(setting.key(), "0.9"));
        WatchedRun run = new WatchedRun(preset, given(preset, random), here);
        float[] expected = run.answers(run.heldOut).softmax(Compute.cpu()).toArray();
        int signs = TestModels.SIGNS.size();
        double loss = 0;
        for (int i = 0; i < signs; i++) {
            // A probability of 0 counts as the least that there is.
            loss -= Math.log(Math.max(expected[i * signs + run.heldOut.get(i).label()], Float.MIN_NORMAL)) / signs;
        }
        String last = Files.readAllLines(here.resolve("metrics.jsonl")).getLast();
        assertThat(new ObjectMapper().readTree(last).get("held_out_loss").doubleValue()).isCloseTo(loss, within(1e-5));
        try (Recognizer recognizer = Recognizer.load(here.resolve("model.safetensors"))) {
            for (int i = 0; i < signs; i++) {
                Prediction answer = recognizer.recognize(WatchedRun.CLIPS.read(signs + i, SkeletonRows.ALL));
                for (Prediction.Guess guess : answer.ranking()) {
                    int sign = WatchedRun.CLIPS.signs().names().indexOf(guess.sign());
                    assertThat(guess.probability()).isCloseTo(expected[i * signs + sign], within(1e-5f));
                }
            }
        }
    }
}
