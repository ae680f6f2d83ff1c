package islr.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import islr.data.ClipReader;
import islr.data.SignList;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data set on disk has exactly the signers' clips, in the competition's layout, or does not exist.
class SyntheticDataSetTest {

    private static final SyntheticSettings SETTINGS = new SyntheticSettings(5, 3, 2, 2, 1);

    @TempDir
    Path parent;

    @Test
    void itIsReadBackBitByBit() throws IOException {
        Path folder = parent.resolve("data");
        List<Integer> seen = new ArrayList<>();
        SyntheticDataSet.write(folder, SETTINGS, (clips, of) -> {
            seen.add(clips);
            assertThat(of).isEqualTo(12);
        });
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        var signers = new SyntheticSigners(SETTINGS);
        assertThat(SignList.read(folder.resolve("sign_to_prediction_index_map.json")).names())
                .isEqualTo(signers.names());
        List<String> rows = Files.readAllLines(folder.resolve("train.csv"));
        assertThat(rows).hasSize(13);
        assertThat(rows.getFirst()).isEqualTo("path,participant_id,sequence_id,sign");
        for (int i = 0; i < 12; i++) {
            var item = SyntheticDataSet.Item.of(SETTINGS, i);
            assertThat(rows.get(i + 1)).isEqualTo("train_landmark_files/%1$d/%2$d.parquet,%1$d,%2$d,%3$s"
                    .formatted(item.signer() + 1, i + 1, signers.names().get(item.sign())));
            assertThat(ClipReader.read(folder.resolve(rows.get(i + 1).split(",")[0])).landmarks())
                    .isEqualTo(signers.clip(item.sign(), item.signer(), item.take()).landmarks());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(14);
        }
    }

    @Test
    void namesAndPathsDoNotDependOnTheLocale() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            Path folder = parent.resolve("data");
            SyntheticDataSet.write(folder, SETTINGS, (clips, of) -> {});
            assertThat(Files.readAllLines(folder.resolve("train.csv")).getLast())
                    .startsWith("train_landmark_files/2/12.parquet,2,12,");
            assertThat(folder.resolve("train_landmark_files/2/12.parquet")).isRegularFile();
            assertThat(new SyntheticSigners(SETTINGS).clip(0, 1, 1).name()).endsWith("/1/1");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aFolderThatHoldsAnythingIsLeftAlone() throws IOException {
        Files.writeString(parent.resolve("diary.txt"), "mine");
        assertThatThrownBy(() -> SyntheticDataSet.write(parent, SETTINGS, (clips, of) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage(parent + ": the folder is not empty; name a new one for the data set");
        Path file = parent.resolve("diary.txt");
        assertThatThrownBy(() -> SyntheticDataSet.write(file, SETTINGS, (clips, of) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": this is a file; name a new folder for the data set");
        assertThat(Files.readString(file)).isEqualTo("mine");
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        Path folder = parent.resolve("data");
        assertThatThrownBy(() -> SyntheticDataSet.write(folder, SETTINGS, (clips, of) -> {
            if (clips == 5) {
                throw new IllegalStateException("stop");
            }
        })).hasMessage("stop");
        assertThat(folder).doesNotExist();
        // An empty folder that existed before stays.
        Files.createDirectory(folder);
        assertThatThrownBy(
                () -> SyntheticDataSet.write(folder, SETTINGS, (clips, of) -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage(folder + ": interrupted after 1 of 12 clips; nothing is kept");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        Path nowhere = parent.resolve("none").resolve("data");
        assertThatThrownBy(() -> SyntheticDataSet.write(nowhere, SETTINGS, (clips, of) -> {}))
                .isInstanceOf(IOException.class).hasMessageStartingWith(nowhere + ": the folder cannot be made: ");
        // No folder can be made here, not even by root.
        Path proc = Path.of("/proc/data");
        assumeThat(Files.isDirectory(proc.getParent())).isTrue();
        assertThatThrownBy(() -> SyntheticDataSet.write(proc, SETTINGS, (clips, of) -> {}))
                .isInstanceOf(IOException.class).hasMessageStartingWith("/proc/data: the folder cannot be made: ");
    }
}
