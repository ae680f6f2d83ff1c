package islr.system;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.recognize.TestModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Prepared clips are kept under the version of the features: two that prepare any clip differently must not have the
/// same.
class FeaturesVersionTest {
    private static final String[] CANDIDATES = {"1", "2", "3", "4", "5", "6", "0.4", "0.6", "9,5", "0.1,0.2"};
    /// Shorter and longer than the frames of the settings, and one without anything.
    private static final List<Clip> CLIPS = List.of(TestModels.clip("short", 5, 1), TestModels.clip("long", 23, 2),
            TestModels.clip("longer", 40, 3), TestModels.nothing("nothing", 4));

    static Stream<Preset> presets() {
        return TestModels.presets();
    }

    /// All names of a choice; of a number some in its range.
    private static List<Settings> each(Preset preset) {
        List<Settings> all = new ArrayList<>(List.of(TestModels.tiny(preset), preset.defaults()));
        for (Setting<?> setting : preset.architecture().settings()) {
            for (String value : Stream.concat(Arrays.stream(setting.range().split(" or ")), Arrays.stream(CANDIDATES))
                    .toList()) {
                try {
                    Settings other = TestModels.tiny(preset).with(setting.key(), value);
                    preset.architecture().features(other);
                    all.add(other);
                } catch (IllegalArgumentException e) {
                    // Not a value of this setting, or not with the other ones.
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("presets")
    void featuresOfOneVersionPrepareEveryClipInTheSameWay(Preset preset) {
        Map<String, List<Sample>> byVersion = new HashMap<>();
        for (Settings settings : each(preset)) {
            Features features = preset.architecture().features(settings);
            List<Sample> samples = CLIPS.stream().map(clip -> features.of(clip.only(features.rows()))).toList();
            List<Sample> same = byVersion.putIfAbsent(features.version(), samples);
            for (int i = 0; same != null && i < samples.size(); i++) {
                String what = CLIPS.get(i).name() + " with " + settings.toMap();
                assertThat(samples.get(i).values().shape()).as(what).isEqualTo(same.get(i).values().shape());
                assertThat(samples.get(i).values().toArray()).as(what).isEqualTo(same.get(i).values().toArray());
            }
        }
        assertThat(byVersion).hasSizeGreaterThan(1);
    }
}
