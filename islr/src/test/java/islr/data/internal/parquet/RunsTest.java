package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

class RunsTest {

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatTheLibraryEncodesIsDecoded(@ForAll @IntRange(max = 32) int width, @ForAll @IntRange(max = 2_000) int count,
            @ForAll @IntRange(min = 1, max = 40) int repeats, @ForAll long seed) throws IOException {
        var random = new Random(seed);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            boolean again = i > 0 && random.nextInt(repeats) != 0;
            numbers[i] = again ? numbers[i - 1] : width == 0 ? 0 : random.nextInt() >>> 32 - width;
        }
        var encoder = new RunLengthBitPackingHybridEncoder(width, 64, 1 << 20, new HeapByteBufferAllocator());
        for (int number : numbers) {
            encoder.writeInt(number);
        }
        ByteBuffer in = ByteBuffer.wrap(encoder.toBytes().toInputStream().readAllBytes());
        int[] out = new int[count];
        Runs.decode(in, width, out, count);
        assertThat(out).isEqualTo(numbers);
    }

    @Example
    void aRunThatClaimsMoreThanIsThereTakesNoMemory() {
        // The header of 2³¹ − 1 packed groups of eight, and a single byte.
        ByteBuffer in = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 15, 0x5A});
        int[] out = new int[8];
        Runs.decode(in, 1, out, 8);
        assertThat(out).containsExactly(0, 1, 0, 1, 1, 0, 1, 0);
        assertThatExceptionOfType(BufferUnderflowException.class)
                .isThrownBy(() -> Runs.decode(in.rewind(), 1, new int[9], 9));
    }

    @Example
    void theLastGroupMayLackItsPadding() {
        int[] out = new int[3];
        Runs.decode(ByteBuffer.wrap(new byte[] {3, 0x21, 0x03}), 4, out, 3);
        assertThat(Arrays.toString(out)).isEqualTo("[1, 2, 3]");
    }
}
