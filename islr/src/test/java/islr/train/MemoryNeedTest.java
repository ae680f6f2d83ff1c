package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Preset;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryNeedTest {
    private static final ToyClips SOURCE = new ToyClips(3, 2, 4);
    private static final Compute COMPUTE = ToyRuns.compute(Parallel.sequential());

    private static TrainingClips clips(RunSettings settings) throws Exception {
        return TrainingClips.prepare(SOURCE, Split.of(SOURCE, List.of("b"), 42), settings, 2, Optional.empty(),
                Progress.NONE);
    }

    private static MemoryNeed need(RunSettings settings) throws Exception {
        return MemoryNeed.of(settings, clips(settings), 3, COMPUTE);
    }

    static Stream<Preset> presets() {
        return Presets.all().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetNeedsMoreForALargerBatchAndLeavesItsClipsAsTheyAre(Preset preset) throws Exception {
        RunSettings four = ToyRuns.tiny(preset, "batch=4");
        TrainingClips clips = clips(four);
        String before = clips.checksum();
        MemoryNeed need = MemoryNeed.of(four, clips, 3, COMPUTE);
        MemoryNeed more = MemoryNeed.of(ToyRuns.tiny(preset, "batch=12"), clips, 3, COMPUTE);
        assertThat(need.batch()).isEqualTo(4);
        assertThat(more.bytes() - need.bytes()).isCloseTo(8 * need.perSample(), within(9L));
        assertThat(need.perSample()).isPositive();
        assertThat(clips.checksum()).isEqualTo(before);
    }

    @Test
    void aLargerNetworkNeedsMore() throws Exception {
        assertThat(need(ToyRuns.settings("units=64")).bytes()).isGreaterThan(need(ToyRuns.settings()).bytes());
    }

    @Test
    void aMeanOfTheWeightsNeedsTwoMoreCopiesOfThem() throws Exception {
        long without = need(ToyRuns.settings()).bytes();
        long parameters = TestModels.state(TestModels.GISLR_64, ToyRuns.settings().values(), 1).values().stream()
                .mapToLong(Tensor::size).sum();
        for (String mean : new String[] {"ema=0.5", "soup=2"}) {
            assertThat(need(ToyRuns.settings(mean)).bytes() - without).as(mean).isBetween(parameters * 4,
                    parameters * 12);
        }
    }

    @Test
    void tooLittleMemoryIsToldWithTheBatchThatWouldFit() {
        MemoryNeed need = new MemoryNeed(200 << 20, 16, 1, 10 << 20, 0);
        assertThatThrownBy(() -> need.requireIn(100 << 20)).isInstanceOf(IOException.class)
                .hasMessage("training: it needs about 200 MB of memory for Java's heap, which may become 100 MB; allow "
                        + "more with ISLR_JAVA_OPTS=-Xmx250m; a batch of 6 would fit (--batch 6)");
        assertThatThrownBy(() -> need.requireIn(50 << 20)).hasMessageEndingWith("ISLR_JAVA_OPTS=-Xmx250m");
    }

    @Test
    void enoughMemoryIsNoReasonToStop() throws Exception {
        new MemoryNeed(200 << 20, 16, 1, 10 << 20, 0).requireIn(160 << 20);
        MemoryNeed.requireLeast(48 << 20);
        assertThatThrownBy(() -> MemoryNeed.requireLeast(47 << 20)).hasMessage(
                "training: Java's heap may become 47 MB, but even a small training needs 48 MB; allow more with "
                        + "ISLR_JAVA_OPTS=-Xmx1g");
    }
}
