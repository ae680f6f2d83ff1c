package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {
    @ParameterizedTest
    @CsvSource({"RATE, 5e-4, 5.0E-4", "RATE, 0, 0.0", "RATE, 10, 10.0", "FEATURES, both-hands, both-hands",
        "PADDING, ' masked ', masked", "BATCH, 64, 64", "BATCH, ' 64 ', 64",
        "SEED, 9007199254740992, 9007199254740992"})
    void valuesInRangeAreTaken(Setting setting, String text, String written) {
        assertThat(setting.format(setting.parse(text))).isEqualTo(written);
        assertThat(setting.parse(written)).isEqualTo(setting.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"RATE, 11, rate: 11 is not in 0 to 10", "RATE, -1, rate: -1 is not in 0 to 10",
        "RATE, NaN, rate: NaN is not in 0 to 10",
        "FEATURES, hands, features: 'hands' is not dominant-hand or both-hands",
        "PADDING, 1, padding: '1' is not attended or masked", "RATE, x, rate: 'x' is no number",
        "RATE, '', rate: '' is no number", "DROPOUT, 1, dropout: 1 is not in 0 to 0.99",
        "EPOCHS, 0, epochs: 0 is not a whole number from 1 to 100000",
        "BATCH, 1.5, batch: 1.5 is not a whole number from 1 to 100000",
        "FRAMES, 1e9, frames: 1e9 is not a whole number from 2 to 1024",
        "SEED, -1, seed: -1 is not a whole number from 0 to 9007199254740992"})
    void othersAreRefusedWithTheRange(Setting setting, String text, String message) {
        assertThatThrownBy(() -> setting.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void aNameThatDoesNotExistIsAnsweredWithThoseThatDo() {
        assertThatThrownBy(() -> Setting.of("units_")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "there is no setting 'units_'; there are features, frames, units, landmark_units, ");
        assertThatThrownBy(() -> Preset.of("gislr")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no preset 'gislr'; there are gislr-64, gislr-64-small");
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everyPresetHasAllSettingsInRange(Preset preset) {
        TrainSettings settings = TrainSettings.of(preset);
        for (Setting setting : Setting.values()) {
            assertThat(setting.parse(setting.format(settings.get(setting)))).isEqualTo(settings.get(setting));
            assertThat(setting.description()).isNotBlank();
        }
        assertThat(settings.model(250).units() % settings.model(250).heads()).isZero();
        assertThat(TrainSettings.of(settings.toMap()).toMap()).isEqualTo(settings.toMap());
    }

    @Test
    void aChangeMakesAnotherObject() {
        TrainSettings settings = TrainSettings.of(Preset.GISLR_64);
        assertThat(settings.with(Setting.BATCH, "7").whole(Setting.BATCH)).isEqualTo(7);
        assertThat(settings.whole(Setting.BATCH)).isEqualTo(64);
    }

    @Test
    void theDecayFollowsTheRateOrItsSquare() {
        TrainSettings settings = TrainSettings.of(Preset.GISLR_64);
        assertThat(settings.decay(1e-3)).isCloseTo(5e-5, within(1e-15));
        assertThat(settings.with(Setting.DECAY_POWER, "2").decay(1e-3)).isCloseTo(5e-8, within(1e-18));
    }

    @Test
    void sizesThatDoNotFitTogetherAreRefused() {
        assertThatThrownBy(() -> ToyRuns.settings("units=16", "heads=3").model(2))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("units 16 do not divide into 3 heads");
    }

    @Test
    void writtenSettingsMustBeComplete() {
        assertThatThrownBy(() -> TrainSettings.of(Map.of("preset", "gislr-64")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("'features' is missing");
    }
}
