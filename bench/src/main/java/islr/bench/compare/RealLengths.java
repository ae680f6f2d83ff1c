package islr.bench.compare;

import islr.bench.Sizes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/// How many frames real clips have: the competition's 94,477, where their list is there, and otherwise the quantiles of
/// [Sizes].
final class RealLengths {
    private static final Path LIST = Path.of("../shared/asl-signs/frame_counts.csv.gz");

    private RealLengths() {}

    /// Frames of `n` clips.
    static int[] draw(int n, Random random) throws IOException {
        int[] all = Files.exists(LIST) ? list() : Sizes.Rows.BATCH.lengths();
        return random.ints(n, 0, all.length).map(i -> all[i]).toArray();
    }

    /// The last number of every line but the first.
    private static int[] list() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(LIST)), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1)
                    .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(',') + 1).strip())).toArray();
        }
    }
}
