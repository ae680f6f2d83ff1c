package islr.tensor.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class ReduceSimdTest {
    /// HotSpot's `FreqInlineSize`: a method with more code is never inlined.
    private static final int INLINED = 325;

    @Test
    void reductionsAreTooLargeToBeInlined() throws IOException {
        Map<String, Integer> sizes;
        try (InputStream bytes = ReduceSimd.class.getResourceAsStream("ReduceSimd.class")) {
            sizes = ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .filter(m -> !m.methodName().stringValue().startsWith("<"))
                    .collect(Collectors.toMap(m -> m.methodName().stringValue(), ReduceSimdTest::codeSize));
        }
        assertEquals(4, sizes.size(), sizes::toString);
        sizes.forEach((name, size) -> assertTrue(size > INLINED, () -> name + " has " + size + " bytes of code, and would be inlined"));
    }

    private static int codeSize(MethodModel method) {
        return ((CodeAttribute) method.code().orElseThrow()).codeLength();
    }

    @Test
    void lanesAreAddedInTheOrderOfLanesSum() {
        float[] x = new float[Lanes.COUNT];
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < x.length; j++) {
                x[j] = (float) random.nextGaussian();
            }
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, 0);
            assertEquals(Lanes.sum(v), ReduceSimd.sum(x, 0, x.length), Arrays.toString(x));
        }
    }

    @Test
    void theLargestIsNanIfAnyIsAndPlusZeroIsAboveMinusZero() {
        for (int n = 1; n < 100; n++) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                Arrays.fill(x, -0f);
                assertEquals(-0f, ReduceSimd.max(x, 0, n));
                x[i] = 0f;
                assertEquals(0f, ReduceSimd.max(x, 0, n));
                x[i] = Float.NaN;
                assertEquals(Float.NaN, ReduceSimd.max(x, 0, n));
            }
            Arrays.fill(x, Float.NEGATIVE_INFINITY);
            assertEquals(Float.NEGATIVE_INFINITY, ReduceSimd.max(x, 0, n));
        }
    }

    @Test
    void theOffsetDoesNotChangeASum() {
        float[] x = new float[200];
        Random random = new Random(2);
        for (int n = 0; n < 150; n++) {
            float[] row = new float[n];
            for (int i = 0; i < n; i++) {
                row[i] = (float) random.nextGaussian();
            }
            for (int off = 0; off < 50; off += 7) {
                System.arraycopy(row, 0, x, off, n);
                assertEquals(ReduceSimd.sum(row, 0, n), ReduceSimd.sum(x, off, n));
                assertEquals(ReduceSimd.dot(row, 0, row, 0, n), ReduceSimd.dot(x, off, x, off, n));
                assertEquals(ReduceSimd.squaredDistance(row, 0, n, 0.3f), ReduceSimd.squaredDistance(x, off, n, 0.3f));
            }
        }
    }
}
