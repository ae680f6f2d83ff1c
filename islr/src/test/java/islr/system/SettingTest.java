package islr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.system.gislr.Gislr;
import islr.system.mlp.Mlp;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingTest {
    private static final List<Setting<?>> SOME = Stream
            .concat(new Gislr().settings().stream(), Stream.of(Mlp.WIDTHS, Mlp.DROPOUTS)).toList();

    private static Setting<?> setting(String key) {
        return Settings.defaults(SOME).setting(key);
    }

    private static <T> String formatted(Setting<T> setting, String text) {
        return setting.format(setting.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rate     | 5e-4             | 5.0E-4
            rate     | 0                | 0.0
            rate     | 10               | 10.0
            features | both-hands       | both-hands
            padding  | ' masked '       | masked
            batch    | 64               | 64
            batch    | ' 64 '           | 64
            seed     | 9007199254740993 | 9007199254740993
            seed     | 9223372036854775807 | 9223372036854775807
            seed     | 9007199254740993.0 | 9007199254740993
            epochs   | 1e2              | 100
            epochs   | 1.20e1           | 12
            widths   | 48               | 48
            widths   | [48, 32]         | 48,32
            dropouts | 0.5,0            | 0.5,0.0
            """)
    void valuesInRangeAreTaken(String key, String text, String written) {
        Setting<?> setting = setting(key);
        assertThat(formatted(setting, text)).isEqualTo(written);
        assertThat(setting.parse(written).equals(setting.parse(text))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rate     | 11   | rate: 11 is not in 0 to 10
            rate     | -1   | rate: -1 is not in 0 to 10
            rate     | NaN  | rate: NaN is not in 0 to 10
            rate     | x    | rate: 'x' is not a number
            rate     | ''   | rate: '' is not a number
            features | hands | features: 'hands' is not dominant-hand or both-hands or positive-hands, did you mean 'both-hands'
            padding  | mask | padding: 'mask' is not attended or masked, did you mean 'masked'
            padding  | 1    | padding: '1' is not attended or masked
            dropout  | 1    | dropout: 1 is not in 0 to 0.99
            epochs   | 0    | epochs: 0 is not a whole number from 1 to 100000
            batch    | 1.5  | batch: 1.5 is not a whole number from 1 to 100000
            frames   | 1e9  | frames: 1e9 is not a whole number from 2 to 1024
            seed     | -1   | seed: -1 is not a whole number from 0 to 9223372036854775807
            seed     | 9223372036854775808 | seed: 9223372036854775808 is not a whole number from 0 to 9223372036854775807
            seed     | 1e999999999 | seed: 1e999999999 is not a whole number from 0 to 9223372036854775807
            seed     | 1e-999999999 | seed: 1e-999999999 is not a whole number from 0 to 9223372036854775807
            batch    | 64.000000000000000001 | batch: 64.000000000000000001 is not a whole number from 1 to 100000
            batch    | 0x1p3 | batch: 0x1p3 is not a whole number from 1 to 100000
            widths   | 48,  | widths: '' is not a number
            widths   | 48,0 | widths: 0 is not a whole number from 1 to 65536
            dropouts | 0.5,1 | dropouts: 1 is not in 0 to 0.99
            """)
    void othersAreRefusedWithTheRange(String key, String text, String message) {
        assertThatThrownBy(() -> setting(key).parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aNameThatDoesNotExistIsAnsweredWithThoseThatDo() {
        assertThatThrownBy(() -> Settings.defaults(new Gislr().settings()).with("units_", "1"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(
                        "there is no setting 'units_', did you mean 'units'; there are features, frames, units, ");
        assertThatThrownBy(() -> Presets.of("gislr")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no preset 'gislr', did you mean 'gislr-64'; there are "
                        + presets().map(Preset::id).collect(Collectors.joining(", ")));
    }

    @Test
    void theRangeOfAWholeNumberSaysThatItIsOne() {
        assertThat(Training.EPOCHS.range()).isEqualTo("a whole number from 1 to 100000");
        assertThat(Training.RATE.range()).isEqualTo("a number from 0 to 10");
        assertThat(Mlp.WIDTHS.range()).isEqualTo("whole numbers from 1 to 65536, separated by commas");
    }

    @Test
    void valuesForOtherProgramsAreNumbersWhereTheyAreNumbers() {
        Settings settings = Settings.defaults(SOME).with("seed", "9007199254740993").with("widths", "48,32");
        assertThat(settings.values()).containsEntry("seed", 9007199254740993L).containsEntry("epochs", 100)
                .containsEntry("rate", 0.001).containsEntry("widths", List.of(48, 32))
                .containsEntry("padding", "attended");
        assertThat(settings.values().sequencedKeySet()).containsExactlyElementsOf(settings.toMap().keySet());
    }

    private static Stream<Preset> presets() {
        return Presets.all().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetHasAllSettingsInRangeAndComesBackFromText(Preset preset) {
        Settings settings = preset.defaults();
        for (Setting<?> setting : preset.architecture().settings()) {
            assertThat(formatted(setting, settings.text(setting))).isEqualTo(settings.text(setting));
            assertThat(setting.description()).isNotBlank();
        }
        assertThat(settings.read(settings.toMap(), setting -> setting.key())).isEqualTo(settings);
    }

    @Test
    void aChangeMakesAnotherObject() {
        Settings settings = Presets.of("gislr-64").defaults();
        assertThat(settings.with("batch", "7").get(Training.BATCH)).isEqualTo(7);
        assertThat(settings.with(Training.BATCH, 8).get(Training.BATCH)).isEqualTo(8);
        assertThat(settings.get(Training.BATCH)).isEqualTo(64);
    }

    @Test
    void theDecayFollowsTheRateOrItsSquare() {
        Settings settings = Presets.of("gislr-64").defaults();
        assertThat(Training.decay(settings, 1e-3)).isCloseTo(5e-5, within(1e-15));
        assertThat(Training.decay(settings.with("decay_power", "2"), 1e-3)).isCloseTo(5e-8, within(1e-18));
    }

    @Test
    void membersOfACombinationHaveTheirOwnSettingsAndThoseTheyShare() {
        Settings settings = Presets.of("gislr-32+mlp").defaults().with("transformer.units", "64").with("rate", "0.5");
        Settings member = settings.member("transformer");
        assertThat(member.get(Gislr.UNITS)).isEqualTo(64);
        assertThat(member.get(Training.RATE)).isEqualTo(0.5);
        assertThatThrownBy(() -> settings.with("transformer.units", "0"))
                .hasMessage("transformer.units: 0 is not a whole number from 1 to 8192");
    }

    @Test
    void aMemberReadsAndChangesWhatItSharesAndTellsTheWholeList() {
        Settings settings = Presets.of("gislr-32+mlp").defaults();
        Settings member = settings.member("transformer").with(Training.RATE, 0.5).with(Gislr.UNITS, 64);
        assertThat(member.text(Training.RATE)).isEqualTo("0.5");
        assertThat(member.toMap()).isEqualTo(settings.with("rate", "0.5").with("transformer.units", "64").toMap());
        assertThatThrownBy(() -> member.get(Mlp.WIDTHS)).hasMessage("there is no setting 'transformer.widths' here");
    }

    @Test
    void settingsThatDoNotDivideAreNamedAsTheUserKnowsThem() {
        Settings settings = Presets.of("gislr-32+mlp").defaults().with("transformer.heads", "7");
        assertThatThrownBy(() -> Presets.of("gislr-32+mlp").architecture().model(settings, 3, Parameters.blank()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("transformer.units 384 do not divide into 7 transformer.heads");
    }

    @Test
    void aFileMustNameEverySettingThatIsNotOptional() {
        Settings settings = Presets.of("gislr-64").defaults();
        assertThatThrownBy(() -> settings.read(Map.of("units", "8"), setting -> "'" + setting.key() + "' is missing"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("'frames' is missing");
    }
}
