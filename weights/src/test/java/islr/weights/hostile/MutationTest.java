package islr.weights.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small valid files of every format, damaged in some places or cut off.
///
/// `-Dislr.mutations=1000` makes only so many of each format.
class MutationTest {
    private static final String SEED = "20261129";
    private static final String COUNT = "20000";

    @TempDir
    Path folder;

    @Test
    void aDamagedFileOfAnyFormatIsReadOrRefusedInASentenceInASecondAndLittleMemory()
            throws IOException, InterruptedException {
        String count = System.getProperty("islr.mutations", COUNT);
        List<String> args = new ArrayList<>(List.of(count, SEED, folder.toString()));
        args.addAll(Samples.FORMATS);
        List<String> lines = SmallJvm.run(MutationMain.class, args.toArray(String[]::new));
        lines.forEach(System.out::println);
        assertThat(lines).hasSameSizeAs(Samples.FORMATS);
        for (int i = 0; i < lines.size(); i++) {
            // Some are still read: the damage is in a number, or in what nobody reads.
            assertThat(lines.get(i)).startsWith(Samples.FORMATS.get(i) + ": " + count + " files, ")
                    .doesNotContain(", 0 read", count + " read");
        }
    }
}
