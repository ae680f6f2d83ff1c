package islr.weights.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Formats;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives of arrays: those of NumPy (`numpy_files.py` shows their content), and our own.
class NpzTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void everyArrayOfAFileWrittenInPythonIsRead(String name) throws IOException, URISyntaxException {
        float[] grid = new float[12];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = i / 4f - 1;
        }
        try (TensorFile open = Formats.open(Path.of(getClass().getResource(name).toURI()))) {
            assertThat(open.format()).isEqualTo("an archive of NumPy arrays (.npz)");
            for (String array : new String[] {"f32", "f64", "f16", "big", "fortran"}) {
                assertThat(open.tensor(array).shape()).as(array).hasToString("[3, 4]");
                assertThat(open.tensor(array).toArray()).as(array).containsExactly(grid);
            }
            assertThat(open.longs("cube")).containsExactly(IntStream.range(0, 24).asLongStream().toArray());
            assertThat(open.longs("bool")).containsExactly(1, 0);
            assertThat(open.tensor("scalar").item()).isEqualTo(2.5f);
            assertThat(open.tensor("nothing").shape()).hasToString("[0, 3]");
            for (String array : new String[] {"i1", "i2", "i4", "i8"}) {
                assertThat(open.longs(array)).as(array).containsExactly(0, 1, -2);
            }
            for (String array : new String[] {"u1", "u2", "u4", "u8"}) {
                assertThat(open.longs(array)).as(array).containsExactly(0, 1, 200);
            }
            assertThat(open.infos()).hasSize(17);
            assertThat(open.metadata()).containsOnly(Map.entry("preset", "año 手"),
                    Map.entry("signs", "[\"hello\",\"thanks\"]"));
        }
    }

    @Test
    void whatIsWrittenIsReadBackBitForBitAndInOrder() throws IOException {
        Random random = new Random(4);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int[][] shapes = {{}, {1}, {0, 3}, {2, 3, 5}, {700, 101}};
        for (int[] sizes : shapes) {
            Shape shape = Shape.of(sizes);
            float[] numbers = new float[shape.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Float.intBitsToFloat(random.nextInt());
            }
            tensors.put("blocks/" + sizes.length + ".ü" + tensors.size(), Tensor.of(shape, numbers));
        }
        Checkpoint written = new Checkpoint(tensors, Map.of("preset", "x", "empty", "", "sign", "año 手 \uD83D\uDE00"));
        Path file = folder.resolve("m.npz");
        Npz.write(file, written);
        Checkpoint read = Formats.read(file);
        assertThat(read.metadata()).isEqualTo(written.metadata());
        assertThat(new ArrayList<>(read.tensors().keySet())).isEqualTo(new ArrayList<>(tensors.keySet()));
        tensors.forEach((name, tensor) -> {
            assertThat(read.tensors().get(name).shape()).isEqualTo(tensor.shape());
            assertThat(bits(read.tensors().get(name))).containsExactly(bits(tensor));
        });
        byte[] first = Files.readAllBytes(file);
        Npz.write(file, read.withTensors(read.tensors()));
        assertThat(Files.size(file)).isEqualTo(first.length);
    }

    private static int[] bits(Tensor x) {
        float[] numbers = x.toArray();
        return IntStream.range(0, numbers.length).map(i -> Float.floatToRawIntBits(numbers[i])).toArray();
    }

    @Test
    void equalCheckpointsGiveEqualBytes() throws IOException {
        Checkpoint checkpoint = new Checkpoint(Map.of("x", Tensor.randn(new Random(1), 3)), Map.of("a", "b"));
        Npz.write(folder.resolve("1.npz"), checkpoint);
        Npz.write(folder.resolve("2.npz"), checkpoint);
        assertThat(folder.resolve("1.npz")).hasSameBinaryContentAs(folder.resolve("2.npz"));
    }

    @Test
    void whatNumPyCouldNotGiveBackIsRefused() {
        Path file = folder.resolve("m.npz");
        assertThatThrownBy(() -> Npz.write(file, new Checkpoint(Map.of(), Map.of("note", "a\0"))))
                .isInstanceOf(WeightsException.class).hasMessageContaining("'note' ends in a zero character");
        Map<String, Tensor> tensors = Map.of("__metadata__.note", Tensor.scalar(1));
        assertThatThrownBy(() -> Npz.write(file, new Checkpoint(tensors, Map.of("note", "a"))))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("a tensor is called '__metadata__.note', as a metadata entry would be");
        assertThat(file).doesNotExist();
    }
}
