package islr.data;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.WrittenClipsTest.Form;
import islr.data.WrittenClipsTest.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 20,000 damaged files. Each is read as a clip or refused in one clear sentence, in the memory of a small JVM
/// (`-Xmx256m`, see the pom) and within a second.
///
/// A clip's name and a seed determine a mutant. One that fails is kept in `target/mutants` under both.
class MutatedClipsTest {

    private static final int MUTANTS = 20_000;
    /// Real clips are long, and take ten times as long to read.
    private static final int MUTANTS_OF_A_REAL_CLIP = 100;
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path folder;

    private final Map<Mutation, int[]> counts = new EnumMap<>(Mutation.class);
    private final List<String> failures = new ArrayList<>();
    private int read;
    private int refused;
    private long slowest;

    @Test
    void everyMutantIsReadOrRefusedInOneSentenceWithinASecond() throws IOException {
        List<SoundClip> small = smallClips();
        List<SoundClip> real = realClips();
        int ofEach = (MUTANTS - MUTANTS_OF_A_REAL_CLIP * real.size()) / small.size() + 1;
        for (SoundClip clip : small) {
            tryMutants(clip, ofEach, small);
        }
        for (SoundClip clip : real) {
            tryMutants(clip, MUTANTS_OF_A_REAL_CLIP, small);
        }
        System.out.printf(Locale.ROOT,
                "%,d mutants of %d clips in %d MB: %,d read, %,d refused, the slowest after %d ms%n", read + refused,
                small.size() + real.size(), Runtime.getRuntime().maxMemory() >> 20, read, refused, slowest / 1_000_000);
        assertThat(failures).isEmpty();
        assertThat(read + refused).isGreaterThanOrEqualTo(MUTANTS);
        assertThat(refused).as("refused of %d", read + refused).isGreaterThan((read + refused) * 3 / 10);
        // Without its end, no file is parquet. Other damage is found in some files and not in others, for instance if
        // it is in a column that clips do not need.
        assertThat(counts.remove(Mutation.END_CUT_OFF)[0]).isZero();
        assertThat(counts)
                .allSatisfy((kind, count) -> assertThat(count).as("%s: read, refused", kind).doesNotContain(0));
    }

    private void tryMutants(SoundClip clip, int count, List<SoundClip> others) throws IOException {
        Path whole = Files.write(folder.resolve("sound.parquet"), clip.bytes());
        float[] sound = Outcome.of(whole).read() ? ClipReader.read(whole).landmarks() : null;
        for (int seed = 0; seed < count; seed++) {
            var random = new Random(clip.name().hashCode() * 1_000_003L + seed);
            Mutation kind = Mutation.values()[seed % Mutation.values().length];
            SoundClip other = others.get(random.nextInt(others.size()));
            Path file = Files.write(folder.resolve("mutant.parquet"), kind.of(clip, other, random));
            // A changed footer must not change the values in the pages.
            boolean onlyFooter = kind == Mutation.FOOTER_NUMBER || kind == Mutation.FOOTER_BYTES;
            Outcome outcome = Outcome.of(file, onlyFooter ? sound : null);
            if (outcome.nanos() > SECOND) {
                // Another process may have had the CPU.
                outcome = Outcome.of(file, onlyFooter ? sound : null);
            }
            note(kind, outcome);
            String fault = outcome.nanos() > SECOND ? "over a second" : outcome.fault();
            if (fault != null) {
                String name = "%s-%d".formatted(clip.name(), seed);
                Path kept = Files.createDirectories(Path.of("target", "mutants")).resolve(name + ".parquet");
                Files.write(kept, Files.readAllBytes(file));
                failures.add(
                        "clip %s, seed %d, %s: %s; the file is %s".formatted(clip.name(), seed, kind, fault, kept));
            }
        }
    }

    private void note(Mutation kind, Outcome outcome) {
        counts.computeIfAbsent(kind, k -> new int[2])[outcome.read() ? 0 : 1]++;
        read += outcome.read() ? 1 : 0;
        refused += outcome.read() ? 0 : 1;
        slowest = Math.max(slowest, outcome.nanos());
    }

    /// The fixtures, by several writers, and clips by parquet-java. Most are not compressed, so that the damage affects
    /// more than the compression.
    private List<SoundClip> smallClips() throws IOException {
        var clips = new ArrayList<>(parquetFiles(TestClips.resource("fixtures")));
        int group = Integer.MAX_VALUE;
        CompressionCodecName none = CompressionCodecName.UNCOMPRESSED;
        Map<String, Form> forms = Map.of("written-plain-nulls", Form.PLAIN, "written-dictionary",
                new Form(none, WriterVersion.PARQUET_1_0, true, false, false, Missing.NULL, true, group, 500, 1),
                "written-deltas",
                new Form(none, WriterVersion.PARQUET_2_0, false, false, false, Missing.NULL, false, 700, 20_000, 2),
                "written-dictionary-v2",
                new Form(none, WriterVersion.PARQUET_2_0, true, false, false, Missing.NAN, true, 543, 500, 3),
                "written-split",
                new Form(none, WriterVersion.PARQUET_2_0, false, true, false, Missing.NAN_IN_REQUIRED_COLUMNS, false,
                        group, 20_000, 4),
                "written-snappy",
                new Form(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_2_0, true, false, false, Missing.NULL, true,
                        700, 500, 5),
                "written-zstd",
                new Form(CompressionCodecName.ZSTD, WriterVersion.PARQUET_1_0, false, true, false, Missing.NULL, false,
                        700, 500, 6),
                "written-gzip", new Form(CompressionCodecName.GZIP, WriterVersion.PARQUET_2_0, false, false, false,
                        Missing.NAN, true, group, 20_000, 7));
        for (String name : forms.keySet().stream().sorted().toList()) {
            Path file = folder.resolve(name);
            WrittenClipsTest.write(file, forms.get(name), TestClips.FRAMES);
            clips.add(new SoundClip(name, Files.readAllBytes(file)));
        }
        return clips;
    }

    private static List<SoundClip> realClips() throws IOException {
        return Files.isDirectory(TestClips.shared()) ? parquetFiles(TestClips.shared()) : List.of();
    }

    private static List<SoundClip> parquetFiles(Path folder) throws IOException {
        var clips = new ArrayList<SoundClip>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".parquet")) {
                    clips.add(new SoundClip(name.replace(".parquet", ""), Files.readAllBytes(file)));
                }
            }
        }
        return clips;
    }
}
