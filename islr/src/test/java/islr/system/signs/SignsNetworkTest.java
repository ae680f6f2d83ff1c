package islr.system.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Beside what [GoldenSignsTest] compares.
class SignsNetworkTest {
    private static final int CLASSES = 3;
    private static final Settings SETTINGS = Settings.defaults(new Signs().settings()).with("frames", "5")
            .with("units", "8").with("heads", "2").with("blocks", "1").with("places", "picture").with("shape", "no")
            .with("contacts", "no").with("differences", "no");
    private static final int WIDTH = 112;

    private final Compute c = Compute.cpu();

    private static Tensor rows(int count) {
        SplittableRandom random = new SplittableRandom(count);
        float[] numbers = new float[count * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat(-1, 1);
        }
        return Tensor.of(Shape.of(count, WIDTH), numbers);
    }

    @Test
    void whatIsMissingIsTheMean() {
        float[] mean = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            mean[i] = 0.25f + i / 64f;
        }
        Map<String, Tensor> state = fresh().state();
        state.put("stats.mean", Tensor.of(Shape.of(WIDTH), mean));
        Model model = new Signs().model(SETTINGS, CLASSES, Parameters.of(state));
        Tensor some = rows(5);
        Tensor others = some.copy();
        for (int i = 0; i < some.size(); i += 3) {
            some.array()[some.offset() + i] = 0;
            others.array()[others.offset() + i] = mean[i % WIDTH];
        }
        assertThat(logits(model, some)).isEqualTo(logits(model, others));
    }

    private static Parameters fresh() {
        Parameters parameters = Parameters.fresh(1);
        new Signs().model(SETTINGS, CLASSES, parameters);
        return parameters;
    }

    private float[] logits(Model model, Tensor rows, int... lengths) {
        return model.logits(c, new Batch(rows, Segments.ofLengths(lengths.length == 0 ? new int[] {5} : lengths)))
                .toArray();
    }

    @Test
    void theOrderOfTheFramesMatters() {
        Model model = new Signs().model(SETTINGS, CLASSES, Parameters.of(fresh().state()));
        Tensor rows = rows(5);
        Tensor turned = rows.copy();
        for (int row = 0; row < 5; row++) {
            System.arraycopy(rows.array(), rows.offset() + row * WIDTH, turned.array(),
                    turned.offset() + (4 - row) * WIDTH, WIDTH);
        }
        assertThat(logits(model, turned)).isNotEqualTo(logits(model, rows));
    }

    @Test
    void aClipOfAnotherNumberOfRowsIsRefused() {
        Model model = new Signs().model(SETTINGS, CLASSES, Parameters.of(fresh().state()));
        assertThatIllegalArgumentException().isThrownBy(() -> logits(model, rows(9), 5, 4))
                .withMessage("signs: a clip of 4 rows; the position table has 5");
    }

    @Test
    void headsHaveToDivideTheUnits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Signs().model(SETTINGS.with("heads", "3"), CLASSES, Parameters.fresh(1)))
                .withMessage("units 8 do not divide into 3 heads");
        Parameters none = Parameters.fresh(1);
        new Signs().model(SETTINGS.with("heads", "0"), CLASSES, none);
        assertThat(none.state().keySet()).noneMatch(name -> name.contains("attn") || name.contains("norm2"));
    }

    @Test
    void theShapesTellSizes() {
        assertThat(new Signs().told(fresh().state(), Map.of()))
                .isEqualTo(Map.of("frames", "5", "units", "8", "classes", "3"));
    }
}
