package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Files that look like Keras's and are not; GoldenForeignFilesTest has real ones.
class KerasFilesTest {
    private final KerasFiles files = new KerasFiles();

    private static Map<String, Tensor> layers(Tensor kernel) {
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        for (int i = 0; i < 13; i++) {
            theirs.put("embedding/" + i, Tensor.zeros(3, 2));
        }
        theirs.put("transformer/0", kernel);
        theirs.put("dense/kernel:0", Tensor.zeros(2, 5));
        theirs.put("dense/bias:0", Tensor.zeros(5));
        return theirs;
    }

    @Test
    void aKernelOfAbsurdShapeIsRefusedAndTakesNoMemory() {
        Map<String, Tensor> theirs = layers(Tensor.zeros(2_000_000_000, 0));
        assertThat(files.fits(theirs)).isTrue();
        assertThatThrownBy(() -> files.toOurs(new Checkpoint(theirs, Map.of()))).isInstanceOf(WeightsException.class)
                .hasMessageContaining("there are 1 tensors, the last of which is 'transformer/0'");
    }

    @Test
    void otherTensorsAreNotTakenForTheirs() {
        assertThat(files.fits(Map.of())).isFalse();
        Map<String, Tensor> vectors = layers(Tensor.zeros(2));
        assertThat(files.fits(vectors)).isFalse();
        Map<String, Tensor> more = layers(Tensor.zeros(2, 2));
        more.put("another/kernel:0", Tensor.zeros(2, 2));
        assertThat(files.fits(more)).isFalse();
        Map<String, Tensor> none = layers(Tensor.zeros(2, 2));
        none.put("kernel", Tensor.zeros(2, 2));
        assertThat(files.fits(none)).isFalse();
    }

    @Test
    void statisticsThatAreNoPairsOfNumbersAreRefused() {
        for (String stats : new String[] {"[1]", "[[1]]", "[[1, \"a\"]]", "[[1, 2, 3]]", "3", "[[1, 2]"}) {
            Checkpoint file = new Checkpoint("m.h5", Map.of(),
                    Map.of("model_config", "{\"layers\": [{\"stats\": {\"lips.mean\": " + stats + "}}]}"));
            assertThatThrownBy(() -> KerasStatistics.of(file)).as(stats).isInstanceOf(WeightsException.class)
                    .hasMessage("m.h5: the statistics in its 'model_config' cannot be read; save the model again in "
                            + "Keras");
        }
    }
}
