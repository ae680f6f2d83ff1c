package islr.system.sixth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.golden.Close;
import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SixthNetworkTest {
    private final Compute c = Compute.cpu();

    @ParameterizedTest
    @CsvSource({"sixth-25, 9819298", "sixth-80, 6943394", "sixth-25-teacher, 35143010", "sixth-80-teacher, 13688418"})
    void everySizeHasTheParametersOfTheOriginal(String preset, long expected) {
        Settings settings = Presets.of(preset).defaults();
        Parameters parameters = Parameters.blank();
        new Sixth().model(settings, 250, parameters);
        long all = parameters.shapes().entrySet().stream().filter(each -> !each.getKey().contains("running"))
                .mapToLong(each -> each.getValue().size()).sum();
        assertThat(all).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"512, 512 512 512 512", "576, 512 576 576 512", "768, 512 768 768 512", "1000, 512 768 768 512",
        "1024, 512 768 1024 1024", "1536, 1024 1280 1536 1536"})
    void widthsGrowAndShrinkAsInTheOriginal(int units, String expected) {
        SixthSizes sizes = new SixthSizes(25, 16, 192, units, 512, 16, 250, Tail.FITTING, 0.05f);
        assertThat(sizes.widths())
                .containsExactlyElementsOf(List.of(expected.split(" ")).stream().map(Integer::valueOf).toList());
    }

    @Test
    void unitsThatDoNotFitAreNamed() {
        Settings settings = Presets.of("sixth-25").defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> SixthSizes.of(settings.with("units", "500"), 250))
                .withMessage("units: 500 is less than base_units, 512");
        assertThatIllegalArgumentException().isThrownBy(() -> SixthSizes.of(settings.with("units", "700"), 250))
                .withMessage("heads: 16 heads do not divide the widths of the layers, [512, 700, 700, 512]; choose "
                        + "other units or heads");
    }

    /// Beyond the middle, as the specification lists them.
    @Test
    void farDistancesShareBuckets() {
        int[] far = {14, 15, 16, 17, 18, 19, 20, 21, 21, 22, 23, 23};
        for (int t = -24; t <= 24; t++) {
            int expected = Math.abs(t) <= 12 ? t : Integer.signum(t) * far[Math.abs(t) - 13];
            assertThat(Distances.bucket(t, 25)).as("distance %d", t).isEqualTo(expected);
        }
        assertThat(List.of(41, 44, 48, 55, 79).stream().map(t -> Distances.bucket(t, 80))).containsExactly(42, 46, 51,
                59, 79);
        assertThat(Distances.rows(25, 40)).startsWith(0, 0).endsWith(49, 49).hasSize(81);
    }

    private static Batch batch(int... lengths) {
        Random random = new Random(1);
        return Batch.of(Memory.heap(), Arrays.stream(lengths)
                .mapToObj(length -> new Sample(Tensor.randn(random, length, SixthFeatures.WIDTH))).toList());
    }

    private static SixthNetwork network(int frames, Parameters parameters) {
        return new SixthNetwork(new SixthSizes(frames, 3, 5, 16, 12, 2, 4, Tail.FITTING, 0), parameters);
    }

    /// All frames as rows of their own, counted once each, against the rows that count several times.
    @ParameterizedTest
    @ValueSource(ints = {12, 13, 16, 17, 18, 40})
    void paddedFramesCountAsOftenAsThereAreSome(int frames) {
        Segments clips = Segments.ofLengths(12, 1, 7);
        PaddedRows rows = PaddedRows.all(clips, frames);
        for (int s = 0; s < 3; s++) {
            double counted = 0;
            for (int row = rows.rows().start(s); row < rows.rows().end(s); row++) {
                counted += rows.counts()[row];
            }
            assertThat(counted).isEqualTo(frames);
            assertThat(rows.rows().length(s)).isEqualTo(Math.min(frames, clips.length(s) + 5));
        }
        assertThat(rows.valid()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(rows.frame()[rows.valid()[i]]).isEqualTo(i);
        }
    }

    /// With more room for padding than the smoothing reaches, a batch of training has other statistics, and a clip that
    /// is predicted the same logits.
    @Test
    void paddingActsInTrainingAlone() {
        Batch batch = batch(9, 5);
        Parameters parameters = Parameters.fresh(1);
        SixthNetwork network = network(20, parameters);
        float[] predicted = network.logits(c, batch).toArray();
        float[] trained = network.logits(c.training(new SplittableRandom(1)), batch).toArray();
        assertThat(trained).isNotEqualTo(predicted);
        // Another one of the same numbers: training has moved the running statistics of the first.
        Tensor alone = network(20, Parameters.fresh(1)).logits(c, batch(9));
        Close.relative("alone", alone.toArray(), Arrays.copyOf(predicted, 4), 3e-6);
    }
}
