package islr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.recognize.Presets;
import islr.recognize.TestModels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentLevelTest {
    private static Settings with(Preset preset, AugmentLevel level) {
        Settings settings = preset.defaults();
        for (Map.Entry<String, String> change : level.settings(preset).entrySet()) {
            settings = settings.with(change.getKey(), change.getValue());
        }
        return settings;
    }

    static Stream<Preset> general() {
        return TestModels.presets().filter(preset -> !preset.defaults().has("augment"));
    }

    @ParameterizedTest
    @MethodSource("general")
    void aLevelIsAboutAllChangesAndNothingElse(Preset preset) {
        Set<String> changes = new TreeSet<>(Augmenting.SETTINGS.stream().map(Setting::key).toList());
        changes.remove("balance");
        for (AugmentLevel level : AugmentLevel.values()) {
            assertThat(level.settings(preset).keySet()).containsExactlyInAnyOrderElementsOf(changes);
        }
        assertThat(Augmenting.of(with(preset, AugmentLevel.NONE))).isEmpty();
        assertThat(Augmenting.ofPairs(with(preset, AugmentLevel.NONE))).isEmpty();
        assertThat(with(preset, AugmentLevel.ORIGINAL)).isEqualTo(preset.defaults());
        assertThat(Augmenting.of(with(preset, AugmentLevel.LIGHT))).isNotEmpty();
        assertThat(Augmenting.ofPairs(with(preset, AugmentLevel.LIGHT))).isEmpty();
        assertThat(Augmenting.ofPairs(with(preset, AugmentLevel.STRONG))).hasSize(2);
        assertThat(Augmenting.of(with(preset, AugmentLevel.STRONG))).as("all but pairs and mixup")
                .hasSize(changes.size() - 3);
    }

    @ParameterizedTest
    @MethodSource("general")
    void theLevelsGrow(Preset preset) {
        List<AugmentLevel> order = List.of(AugmentLevel.NONE, AugmentLevel.LIGHT, AugmentLevel.STRONG);
        for (Setting<Double> setting : Augmenting.SETTINGS) {
            assertThat(order.stream().map(level -> with(preset, level).get(setting))).isSorted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSystemWithASettingOfThatNameGetsItsOwnLevel(AugmentLevel level) {
        Preset preset = Presets.of("sixth-25");
        assertThat(level.settings(preset)).containsExactly(Map.entry("augment", level.text()));
        assertThat(with(preset, level).toMap()).containsEntry("augment", level.text());
    }

    @ParameterizedTest
    @EnumSource
    void aLevelIsKnownByItsName(AugmentLevel level) {
        assertThat(AugmentLevel.of(level.text())).isEqualTo(level);
    }

    @Test
    void anotherNameIsRefused() {
        assertThatThrownBy(() -> AugmentLevel.of("storng")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("augment: 'storng' is none of none, light, original, strong, did you mean 'strong'");
    }
}
