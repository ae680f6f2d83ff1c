package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.NarrowMatrix;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Checkpoints whose matrices are bf16 or int8.
class NarrowWeightsTest {
    @TempDir
    private Path folder;

    private static Checkpoint checkpoint() {
        Random random = new Random(3);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fc.weight", Tensor.randn(random, 5, 7));
        tensors.put("fc.bias", Tensor.randn(random, 5));
        tensors.put("table", Tensor.randn(random, 4, 3));
        return new Checkpoint(tensors, Map.of("preset", "x"));
    }

    private Path write(NarrowType type) throws IOException {
        Path file = folder.resolve(type + ".safetensors");
        Safetensors.write(file, NarrowWeights.of(type, checkpoint(), Set.of("fc.weight")));
        return file;
    }

    @ParameterizedTest
    @EnumSource(NarrowType.class)
    void aNarrowMatrixComesBackAsItIs(NarrowType type) throws IOException {
        NarrowMatrix expected = NarrowMatrix.of(type, checkpoint().tensor("fc.weight"));
        Checkpoint compact = Formats.readCompact(write(type));
        assertThat(compact.tensors().keySet()).containsExactly("fc.weight", "fc.bias", "table");
        assertThat(compact.metadata()).containsEntry("preset", "x").containsEntry("weights",
                type.name().toLowerCase(Locale.ROOT));
        NarrowMatrix narrow = compact.tensor("fc.weight").narrow();
        assertThat(narrow.type()).isEqualTo(type);
        assertThat(narrow.numbers()).isEqualTo(expected.numbers());
        assertThat(narrow.scales()).isEqualTo(expected.scales());
        for (String wide : new String[] {"fc.bias", "table"}) {
            assertThat(compact.tensor(wide).toArray()).isEqualTo(checkpoint().tensor(wide).toArray());
        }
    }

    @ParameterizedTest
    @EnumSource(NarrowType.class)
    void forAllElseTheNumbersAreFloat32(NarrowType type) throws IOException {
        float[] expected = NarrowMatrix.of(type, checkpoint().tensor("fc.weight")).widened().toArray();
        Path file = write(type);
        assertThat(Formats.read(file).tensors().keySet()).containsExactly("fc.weight", "fc.bias", "table");
        assertThat(Formats.read(file).tensor("fc.weight").toArray()).isEqualTo(expected);
        assertThat(Formats.readCompact(file).widened().tensor("fc.weight").toArray()).isEqualTo(expected);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.tensor("fc.weight").toArray()).isEqualTo(expected);
            assertThat(open.infos().get("fc.weight").note())
                    .isEqualTo(type == NarrowType.INT8 ? "a scale per channel of axis 0" : "");
            assertThat(open.infos()).hasSize(type == NarrowType.INT8 ? 4 : 3);
        }
    }

    @Test
    void bf16MatricesOfOthersAreFloat32() throws IOException {
        Path file = folder.resolve("theirs.safetensors");
        Safetensors.write(file, checkpoint(), DType.BF16);
        assertThat(Formats.readCompact(file).tensors().values()).allMatch(tensor -> tensor.narrow() == null);
    }

    @ParameterizedTest
    @CsvSource({"I8, '[2, 3]', F32, '[2]', true", "I8, '[2, 3]', F32, '[2, 1]', true",
        "I8, '[2, 3]', BF16, '[2]', true", "I8, '[2, 3]', F32, '[3]', false", "I8, '[2, 3]', F32, '[1, 2]', false",
        "I8, '[2, 3]', U8, '[2]', false", "I8, '[6]', F32, '[6]', false", "U8, '[2, 3]', F32, '[2]', false"})
    void scalesBelongToAMatrixOfWholeNumbersIfThereIsOneARow(DType dtype, String shape, DType scales,
            String scalesShape, boolean belong) throws IOException {
        Path file = folder.resolve("theirs.safetensors");
        int numbers = 6 * dtype.bytes();
        int count = Arrays.stream(scalesShape.replaceAll("[^0-9,]", "").split(",")).mapToInt(Integer::parseInt)
                .reduce(1, (x, y) -> x * y);
        String header = "{\"w\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[0," + numbers
                + "]},\"w_scale\":{\"dtype\":\"" + scales + "\",\"shape\":" + scalesShape + ",\"data_offsets\":["
                + numbers + "," + (numbers + count * scales.bytes()) + "]}}";
        byte[] data = new byte[numbers + count * scales.bytes()];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i + 1);
        }
        Files.write(file, SafetensorsBytes.file(header, data));
        Checkpoint compact = Formats.readCompact(file);
        assertThat(compact.tensors().containsKey("w_scale")).isNotEqualTo(belong);
        assertThat(compact.tensor("w").narrow() != null).isEqualTo(belong);
        if (!belong) {
            assertThat(Formats.read(file).tensor("w").toArray()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void aNameThatTheScalesNeedIsRefused() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(checkpoint().tensors());
        tensors.put("fc.weight_scale", Tensor.zeros(2));
        Checkpoint both = new Checkpoint(tensors, Map.of());
        assertThatThrownBy(() -> Safetensors.write(folder.resolve("new.safetensors"),
                NarrowWeights.of(NarrowType.INT8, both, Set.of("fc.weight"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("safetensors: there is a tensor 'fc.weight_scale', which is what the scales of "
                        + "'fc.weight' are called");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void numbersThatCannotBeNarrowAreRefusedByName() {
        Checkpoint damaged = new Checkpoint("model.pt",
                Map.of("w", Tensor.of(Shape.of(1, 2), 1, Float.POSITIVE_INFINITY)), Map.of());
        assertThatThrownBy(() -> NarrowWeights.of(NarrowType.INT8, damaged, Set.of("w")))
                .isInstanceOf(WeightsException.class)
                .hasMessage("model.pt: tensor 'w' cannot be int8: narrow matrix: " + "Infinity is not finite");
    }

    @ParameterizedTest
    @EnumSource(NarrowType.class)
    void aNumberThatIsNotFiniteIsFound(NarrowType type) {
        for (float x : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE}) {
            int bits = Float.floatToRawIntBits(x) >>> 16;
            NarrowMatrix matrix = type == NarrowType.INT8 ? NarrowMatrix.int8(Shape.of(2, 1), new byte[2], 1, x)
                    : NarrowMatrix.bf16(Shape.of(2, 1), (byte) 0, (byte) 0, (byte) bits, (byte) (bits >> 8));
            assertThat(matrix.isFinite()).as("%s %s", type, x).isEqualTo(x == Float.MAX_VALUE);
        }
    }
}
