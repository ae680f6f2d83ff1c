package islr.system;

import static org.assertj.core.api.Assertions.assertThat;

import islr.augment.BodyChange;
import islr.augment.ClipAugmentation;
import islr.augment.Crop;
import islr.augment.FaceMix;
import islr.augment.FrameDropout;
import islr.augment.HandChange;
import islr.augment.HandFilling;
import islr.augment.HandLoss;
import islr.augment.Interpolation;
import islr.augment.LandmarkDropout;
import islr.augment.MirrorImage;
import islr.augment.PartCutout;
import islr.augment.PartMix;
import islr.augment.Rotation;
import islr.augment.Scaling;
import islr.augment.Shear;
import islr.augment.Shift;
import islr.augment.Stretch;
import islr.augment.TimeChange;
import islr.recognize.TestModels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class AugmentingTest {
    private static final Settings NONE = Settings.defaults(Augmenting.with(List.of()));

    /// By the keys of their settings, in the order in which they are applied.
    private static final SequencedMap<String, DoubleFunction<ClipAugmentation>> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("interpolate", Interpolation::new);
        CHANGES.put("fill_hand", HandFilling::new);
        CHANGES.put("mirror", MirrorImage::new);
        CHANGES.put("time_change", TimeChange::new);
        CHANGES.put("stretch", Stretch::new);
        CHANGES.put("crop", Crop::new);
        CHANGES.put("body_change", BodyChange::new);
        CHANGES.put("hand_change", HandChange::new);
        CHANGES.put("rotate", Rotation::new);
        CHANGES.put("scale", Scaling::new);
        CHANGES.put("shear", Shear::new);
        CHANGES.put("shift", Shift::new);
        CHANGES.put("hand_loss", HandLoss::new);
        CHANGES.put("cutout", PartCutout::new);
        CHANGES.put("landmark_dropout", LandmarkDropout::new);
        CHANGES.put("frame_dropout", FrameDropout::new);
    }

    @Test
    void aSettingIsTheChangeOfItsNameWithItsValue() {
        CHANGES.forEach((key, change) -> assertThat(Augmenting.of(NONE.with(key, "0.25"))).as(key)
                .containsExactly(change.apply(0.25)));
        assertThat(Augmenting.of(NONE.with("balance", "1"))).isEmpty();
    }

    @Test
    void changesThatNeedAnotherClipAreAListOfTheirOwn() {
        Settings both = NONE.with("part_mix", "0.25").with("face_mix", "0.5");
        assertThat(Augmenting.ofPairs(both)).containsExactly(new FaceMix(0.5), new PartMix(0.25));
        assertThat(Augmenting.of(both)).isEmpty();
        assertThat(Augmenting.ofPairs(NONE.with("part_mix", "0.25"))).containsExactly(new PartMix(0.25));
        assertThat(Augmenting.ofPairs(NONE.with("mirror", "1"))).isEmpty();
    }

    @Test
    void changesAreAppliedInTheOrderOfTheirSettings() {
        Settings all = NONE;
        for (Setting<Double> setting : Augmenting.SETTINGS) {
            all = all.with(setting.key(), "0.5");
        }
        assertThat(Augmenting.of(all))
                .containsExactlyElementsOf(CHANGES.values().stream().map(change -> change.apply(0.5)).toList());
        assertThat(Augmenting.SETTINGS.stream().map(Setting::key).filter(CHANGES::containsKey))
                .containsExactlyElementsOf(CHANGES.keySet());
    }

    /// Files that were written before there was one of them are read.
    @Test
    void everyPresetHasThemAllAndFilesMayLackThem() {
        TestModels.presets().forEach(preset -> Augmenting.SETTINGS.forEach(usual -> {
            Setting<?> own = preset.architecture().settings().stream()
                    .filter(setting -> setting.key().equals(usual.key())).findFirst().orElseThrow();
            assertThat(own.isOptional() && own.isOnlyForTraining()).isTrue();
            Map<String, String> file = new LinkedHashMap<>(preset.defaults().toMap());
            file.remove(own.key());
            assertThat(preset.defaults().read(file, setting -> setting + " is missing")).isEqualTo(preset.defaults());
        }));
    }
}
