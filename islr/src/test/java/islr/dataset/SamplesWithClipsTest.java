package islr.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Features;
import islr.system.Preset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Samples that have their clips with them, for a training that changes these.
class SamplesWithClipsTest {
    private static final int HANDLESS = 5;
    private static final int UNREADABLE = 8;

    @TempDir
    private Path folder;

    private static ToyClips source() {
        return new ToyClips(3, 2, 2).withoutHand(HANDLESS).noted(7).inPixels(4);
    }

    private static Features features(String id) {
        Preset preset = Presets.of(id);
        return preset.architecture().features(TestModels.tiny(preset));
    }

    private static SampleStore read(ToyClips source, Features features, Optional<Path> cache) throws Exception {
        return SampleStore.readWithClips(source, features, 2, cache, Progress.NONE);
    }

    private static void assertSame(LabelledSample actual, LabelledSample expected) {
        assertThat(actual.sample().values().shape()).isEqualTo(expected.sample().values().shape());
        assertThat(actual.sample().values().toArray()).isEqualTo(expected.sample().values().toArray());
        assertThat(actual.label()).isEqualTo(expected.label());
        assertThat(actual.seen()).isEqualTo(expected.seen());
        assertThat(actual.notes()).isEqualTo(expected.notes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"signs-small", "gislr-64", "cls", "gislr-32+mlp"})
    void theyAreTheSamplesThatComeWithoutClips(String preset) throws Exception {
        Features features = features(preset);
        SampleStore without = SampleStore.read(source().unreadable(UNREADABLE), features, 1, Progress.NONE);
        SampleStore with = read(source().unreadable(UNREADABLE), features, Optional.empty());
        assertThat(with.unreadable()).hasSize(1).isEqualTo(without.unreadable());
        assertThat(with.samples()).hasSize(12);
        for (int i = 0; i < 12; i++) {
            assertSame(with.samples().get(i), without.samples().get(i));
            assertThat(without.samples().get(i).clip()).isEmpty();
            assertThat(with.samples().get(i).clip().isPresent()).isEqualTo(i != UNREADABLE);
        }
    }

    @Test
    void theClipsHoldTheLandmarksThatTheFeaturesNeed() throws Exception {
        Features features = features("signs-small");
        List<LabelledSample> samples = read(source(), features, Optional.empty()).samples();
        for (int i = 0; i < 12; i++) {
            Clip clip = samples.get(i).clip().orElseThrow();
            Clip expected = source().read(i, SkeletonRows.ALL).only(features.rows());
            assertThat(clip.rows()).isEqualTo(features.rows());
            assertThat(clip.landmarks()).isEqualTo(expected.landmarks());
            assertThat(clip.name()).isEqualTo("toy/" + i + ".parquet");
        }
        assertThat(samples.get(HANDLESS).isEmpty()).isTrue();
    }

    @Test
    void theCacheKeepsClipsForAllFeaturesOfTheSameLandmarks() throws Exception {
        SampleStore first = read(source(), features("signs-small"), Optional.of(folder));
        Preset preset = Presets.of("signs-small");
        Features others = preset.architecture().features(TestModels.tiny(preset).with("frames", "5"));
        ToyClips again = source();
        SampleStore second = read(again, others, Optional.of(folder));
        SampleStore third = read(again, features("signs-small"), Optional.of(folder));
        assertThat(again.reads()).isZero();
        SampleStore expected = read(source(), others, Optional.empty());
        for (int i = 0; i < 12; i++) {
            assertSame(second.samples().get(i), expected.samples().get(i));
            assertSame(third.samples().get(i), first.samples().get(i));
            assertThat(third.samples().get(i).clip().orElseThrow().landmarks())
                    .isEqualTo(first.samples().get(i).clip().orElseThrow().landmarks());
        }
    }

    @Test
    void samplesWithoutClipsHaveACacheOfTheirOwn() throws Exception {
        Features features = features("signs-small");
        read(source(), features, Optional.of(folder));
        SampleStore without = SampleStore.read(source(), features, 1, Optional.of(folder), Progress.NONE);
        SampleStore expected = SampleStore.read(source(), features, 1, Progress.NONE);
        for (int i = 0; i < 12; i++) {
            assertSame(without.samples().get(i), expected.samples().get(i));
        }
    }
}
