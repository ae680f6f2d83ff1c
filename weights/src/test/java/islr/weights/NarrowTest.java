package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Safetensors files of half the size: F16 and BF16.
class NarrowTest {
    @TempDir
    Path folder;

    private float[] roundTrip(DType dtype, float... numbers) throws IOException {
        Path file = folder.resolve("narrow.safetensors");
        Safetensors.write(file,
                new Checkpoint(Map.of("x", Tensor.of(Shape.of(numbers.length), numbers)), Map.of("preset", "y")),
                dtype);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.entry("x").dtype()).isEqualTo(dtype);
            assertThat(open.metadata()).containsEntry("preset", "y");
            return open.tensor("x").toArray();
        }
    }

    /// The number before and the one after are no nearer.
    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyNumberIsRoundedToTheNearestAndATieToTheEvenOne(DType dtype) throws IOException {
        Random random = new Random(5);
        float[] numbers = new float[300_001];
        for (int i = 0; i < numbers.length; i++) {
            float size = (float) Math.pow(2, random.nextInt(40) - 26);
            // A third of them exactly between two numbers.
            numbers[i] = i % 3 == 0 ? size * (1 + (2 * random.nextInt(1 << 7) + 1) * 0x1p-8f)
                    : size * (random.nextFloat() - 0.5f) * 2;
            numbers[i] = dtype == DType.F16 ? Math.max(-65504, Math.min(65504, numbers[i])) : numbers[i];
        }
        float[] back = roundTrip(dtype, numbers);
        for (int i = 0; i < numbers.length; i++) {
            short bits = bits(dtype, back[i]);
            double error = Math.abs((double) back[i] - numbers[i]);
            for (int beside : new int[] {bits - 1, bits + 1}) {
                float other = widened(dtype, (short) beside);
                double far = Math.abs((double) other - numbers[i]);
                boolean better = far < error || far == error && (bits & 1) == 1;
                assertThat(better).as("%s became %s, and not %s", numbers[i], back[i], other).isFalse();
            }
        }
    }

    private static short bits(DType dtype, float x) {
        return dtype == DType.F16 ? Float.floatToFloat16(x) : (short) (Float.floatToRawIntBits(x) >> 16);
    }

    private static float widened(DType dtype, short bits) {
        return dtype == DType.F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
    }

    @Test
    void whatIsNoFiniteNumberStaysWhatItIs() throws IOException {
        float nan = Float.intBitsToFloat(0x7F800001);
        float negative = Float.intBitsToFloat(0xFFFFFFFF);
        for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
            assertThat(roundTrip(dtype, nan, negative, Float.NEGATIVE_INFINITY, -0f)).containsExactly(Float.NaN,
                    Float.NaN, Float.NEGATIVE_INFINITY, -0f);
        }
    }

    @Test
    void aNumberBeyondTheRangeIsRefusedAndTheOldFileStays() throws IOException {
        Path file = Files.writeString(folder.resolve("m.safetensors"), "old");
        Checkpoint checkpoint = new Checkpoint(Map.of("fc.weight", Tensor.of(Shape.of(2), 1, -65520)), Map.of());
        assertThatThrownBy(() -> Safetensors.write(file, checkpoint, DType.F16)).isInstanceOf(WeightsException.class)
                .hasMessage(file + ": cannot be written: tensor 'fc.weight' holds -65520.0, beyond the range of F16; "
                        + "write it as F32");
        assertThat(file).hasContent("old");
        assertThatThrownBy(() -> Safetensors.write(file, checkpoint, DType.I8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("safetensors: I8 is not written; F32, F16 and BF16 are");
    }

    @Test
    void aTensorLargerThanTheWritersBufferIsWrittenWhole() throws IOException {
        Tensor large = Tensor.randn(new Random(1), 700, 1001);
        Path file = folder.resolve("large.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of("a", large, "b", Tensor.scalar(3)), Map.of()), DType.BF16);
        Checkpoint read = Safetensors.read(file);
        assertThat(Files.size(file)).isLessThan(2L * 700 * 1001 + 300);
        assertThat(read.tensor("b").item()).isEqualTo(3);
        for (int i = 0; i < large.shape().size(); i++) {
            float x = large.array()[large.offset() + i];
            assertThat(Math.abs(read.tensor("a").array()[i] - x)).isLessThanOrEqualTo(Math.abs(x) / 256);
        }
    }
}
