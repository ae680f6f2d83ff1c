package islr.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.CharacterMap;
import islr.data.Clip;
import islr.data.SequenceFile;
import islr.data.SkeletonRows;
import islr.synthetic.SyntheticSpelling.Item;
import islr.tensor.Parallel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data set on disk has exactly the spellers' clips, in the competition's layout, or does not exist.
class SyntheticSpellingTest {
    private static final SpellingSettings SETTINGS = new SpellingSettings(5, 3, 23, 1, 4, 1);

    @TempDir
    private Path parent;

    @Test
    void itIsReadBackBitByBit() throws IOException {
        Path folder = parent.resolve("data");
        List<Integer> seen = new ArrayList<>();
        SyntheticSpelling.write(folder, SETTINGS, (done, of) -> {
            seen.add(done);
            assertThat(of).isEqualTo(69);
        });
        assertThat(seen).containsExactly(50, 63, 69);
        SyntheticSpellers spellers = new SyntheticSpellers(SETTINGS);
        assertThat(CharacterMap.read(folder.resolve("character_to_prediction_index.json")))
                .isEqualTo(SyntheticSpellers.characters());
        List<String> rows = new ArrayList<>(Files.readAllLines(folder.resolve("train.csv")));
        assertThat(rows).hasSize(64);
        List<String> supplement = Files.readAllLines(folder.resolve("supplemental_metadata.csv"));
        assertThat(supplement).hasSize(7);
        assertThat(rows.removeFirst()).isEqualTo("path,file_id,sequence_id,participant_id,phrase")
                .isEqualTo(supplement.getFirst());
        rows.addAll(supplement.subList(1, 7));
        int i = 0;
        for (int file = 1; file <= 3; file++) {
            Path path = folder.resolve((file < 3 ? "train" : "supplemental") + "_landmarks/" + file + ".parquet");
            try (SequenceFile opened = SequenceFile.open(path)) {
                for (Clip clip : opened.read(opened.sequences(), SkeletonRows.ALL, Parallel.sequential())) {
                    Item item = Item.of(SETTINGS, i);
                    assertThat(clip.name()).isEqualTo(folder.resolve(item.path()) + "#" + (i + 1));
                    assertThat(clip.landmarks()).isEqualTo(spellers.clip(item.signer(), item.number()).landmarks());
                    String phrase = spellers.phrase(item.signer(), item.number());
                    assertThat(rows.get(i).replace("\"", ""))
                            .isEqualTo("%s,%d,%d,%d,%s".formatted(item.path(), file, i + 1, item.signer() + 1, phrase));
                    i++;
                }
            }
        }
        assertThat(i).isEqualTo(69);
    }

    @Test
    void aPhraseWithACommaIsQuoted() throws IOException {
        SpellingSettings settings = new SpellingSettings(0, 1, 2, 3, 12, 1);
        for (int seed = 0; !new SyntheticSpellers(settings).phrase(0, 1).contains(","); seed++) {
            settings = new SpellingSettings(seed, 1, 2, 3, 12, 1);
        }
        SyntheticSpelling.write(parent.resolve("data"), settings, (done, of) -> {});
        assertThat(Files.readAllLines(parent.resolve("data/train.csv")).getLast())
                .isEqualTo("train_landmarks/1.parquet,1,2,1,\"" + new SyntheticSpellers(settings).phrase(0, 1) + "\"");
    }

    @Test
    void theSameNumbersGiveTheSameBytes() throws IOException {
        SpellingSettings few = new SpellingSettings(5, 2, 3, 1, 4, 1);
        SyntheticSpelling.write(parent.resolve("a"), few, (done, of) -> {});
        SyntheticSpelling.write(parent.resolve("b"), few, (done, of) -> {});
        for (String file : List.of("train.csv", "supplemental_metadata.csv", "train_landmarks/1.parquet")) {
            assertThat(parent.resolve("a").resolve(file)).hasSameBinaryContentAs(parent.resolve("b").resolve(file));
        }
        try (Stream<Path> files = Files.walk(parent.resolve("a"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        Path folder = parent.resolve("data");
        assertThatThrownBy(() -> SyntheticSpelling.write(folder, SETTINGS, (done, of) -> {
            throw new IllegalStateException("stop");
        })).hasMessage("stop");
        assertThat(folder).doesNotExist();
        Files.createDirectory(folder);
        assertThatThrownBy(
                () -> SyntheticSpelling.write(folder, SETTINGS, (done, of) -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage(folder + ": interrupted after 50 of 69 sequences; nothing is kept");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }
}
