package islr.weights.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Public files of `../shared/corpora`, many of them damaged or hostile on purpose: each is read, or refused in one
/// sentence, within a second and 256 MB. What becomes of each is in `verdicts.tsv`; a file that is not in it yet needs
/// only a verdict.
class CorpusTest {
    static Path corpora() {
        Path corpora = Path.of(System.getProperty("islr.root", "..")).resolve("../shared/corpora").normalize();
        Assumptions.assumeTrue(Files.isDirectory(corpora), "skipped: ../shared is not there, so there are no corpora");
        return corpora;
    }

    private static Map<String, String> table(Stream<String> lines) {
        Map<String, String> table = new LinkedHashMap<>();
        lines.forEach(line -> table.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1)));
        return table;
    }

    @Test
    void everyFileGetsTheVerdictOfTheTable() throws IOException, InterruptedException {
        Path corpora = corpora();
        String[] folders = Stream.of("flatbuffers", "hdf5", "pickle", "tflite")
                .map(name -> corpora.resolve(name).toString()).toArray(String[]::new);
        Map<String, String> found = table(SmallJvm.run(CorpusMain.class, folders).stream());
        Map<String, String> expected;
        try (InputStream in = getClass().getResourceAsStream("verdicts.tsv")) {
            expected = table(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(200);
        found.forEach((file, verdict) -> assertThat(verdict).as(file).isEqualTo(expected.getOrDefault(file, verdict)));
        assertThat(found.keySet()).containsAll(expected.keySet());
    }

    /// None of them holds weights.
    @Test
    void filesOfOtherKindsAreRefused() throws IOException, InterruptedException {
        Path corpora = corpora();
        List<Path> folders;
        try (Stream<Path> parquet = Files.list(corpora.resolve("parquet"))) {
            folders = Stream.concat(Stream.of(corpora.resolve("json")), parquet.filter(Files::isDirectory)).toList();
        }
        Map<String, String> found = table(
                SmallJvm.run(CorpusMain.class, folders.stream().map(Path::toString).toArray(String[]::new)).stream());
        assertThat(found).hasSizeGreaterThan(300);
        assertThat(found.values()).allMatch(verdict -> verdict.startsWith("refused: "));
    }
}
