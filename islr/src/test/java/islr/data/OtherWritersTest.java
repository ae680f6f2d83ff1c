package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clips as other programs write them, with unusual pages and schemas. The sums over all rows and the numbers of
/// missing values are those that pyarrow 25 reads.
class OtherWritersTest {
    private static final Path FAULTS = TestClips.shared().resolveSibling("faults");

    @ParameterizedTest
    @CsvSource({"fastparquet-has_nulls-false, 2, 475.90094, 464.75417, -91.73607, 42, 42",
        "null-type-z, 2, 475.90094, 464.75417, 0, 42, 1086",
        "plain-trailing-bytes-required, 1, 143.7041, 287.4082, 0, 0, 0",
        "zstd-level20-by-parquet-java, 3, 714.45425, 698.59225, -127.48073, 63, 63"})
    void areReadAsPyarrowReadsThem(String name, int frames, double x, double y, double z, int missing, int missingZ)
            throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(FAULTS), "skipped: ../shared/faults is not here");
        Clip clip = ClipReader.read(FAULTS.resolve(name + ".parquet"));
        assertThat(clip.frames()).isEqualTo(frames);
        double[] sums = new double[3];
        int[] absent = new int[3];
        for (int i = 0; i < clip.landmarks().length; i++) {
            float value = clip.landmarks()[i];
            if (Float.isNaN(value)) {
                absent[i % 3]++;
            } else {
                sums[i % 3] += value;
            }
        }
        assertThat(sums).containsExactly(new double[] {x, y, z}, within(1e-3));
        assertThat(absent).containsExactly(missing, missing, missingZ);
    }
}
