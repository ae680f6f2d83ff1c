package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A file that the Python package wrote: `python.py` beside it shows the content.
class PythonFileTest {
    @Test
    void everyDtypeOfAFileWrittenInPythonIsRead() throws WeightsException, URISyntaxException {
        try (SafetensorsFile file = SafetensorsFile
                .open(Path.of(getClass().getResource("python.safetensors").toURI()))) {
            assertThat(file.metadata()).containsOnly(Map.entry("preset", "test"), Map.entry("sign", "año 手"));
            float[] halves = {0, 0.5f, -1.25f, 6};
            for (String name : new String[] {"f16", "bf16", "f32", "f64"}) {
                assertThat(file.entry(name).shape()).hasToString("[2, 2]");
                assertThat(file.tensor(name).toArray()).as(name).containsExactly(halves);
                assertThat(file.doubles(name)).as(name).containsExactly(0, 0.5, -1.25, 6);
            }
            for (String name : new String[] {"i8", "i16", "i32", "i64"}) {
                assertThat(file.ints(name)).as(name).containsExactly(0, 1, -2);
                assertThat(file.tensor(name).toArray()).as(name).containsExactly(0, 1, -2);
            }
            for (String name : new String[] {"u8", "u16", "u32", "u64"}) {
                assertThat(file.longs(name)).as(name).containsExactly(0, 1, 200);
            }
            assertThat(file.ints("bool")).containsExactly(1, 0, 1);
            assertThat(file.tensor("scalar").shape().rank()).isZero();
            assertThat(file.tensor("scalar").item()).isEqualTo(3.5f);
            assertThat(file.tensor("nothing").shape()).hasToString("[0, 3]");
            assertThat(file.entries()).hasSize(15);
        }
    }
}
