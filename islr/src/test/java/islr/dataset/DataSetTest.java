package islr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.SkeletonRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetTest {
    private static final ToyClips CLIPS = new ToyClips(2, 2, 1);
    private static final String HEADER = "path,participant_id,sequence_id,sign\n";

    @TempDir
    private Path folder;
    private Path table;

    @BeforeEach
    void write() throws IOException {
        CLIPS.write(folder);
        table = folder.resolve("train.csv");
    }

    @Test
    void rowsBecomeRecordings() throws IOException {
        DataSet set = DataSet.read(folder);
        assertThat(set.signs()).isEqualTo(CLIPS.signs());
        assertThat(set.recordings()).isEqualTo(CLIPS.recordings());
        assertThat(set.origin()).isEqualTo(folder.toAbsolutePath().toString());
        for (int i = 0; i < set.recordings().size(); i++) {
            assertThat(set.read(i, SkeletonRows.ALL).landmarks())
                    .isEqualTo(CLIPS.read(i, SkeletonRows.ALL).landmarks());
        }
        assertThat(set.example(recording -> recording.signer().equals("b"), folder))
                .isEqualTo(folder.resolve("toy/2.parquet"));
    }

    @Test
    void theTableMayComeFromElsewhere() throws IOException {
        String text = Files.readString(table);
        String quoted = text.lines().map(line -> '"' + line.replace(",", "\",\"") + '"').reduce("",
                (a, b) -> a + b + "\r\n");
        Files.writeString(table, "\uFEFF" + quoted + "\r\n");
        assertThat(DataSet.read(folder).recordings()).isEqualTo(CLIPS.recordings());
        Files.writeString(table, "sign, more ,participant_id, path\nsign 1,x, b , toy/0.parquet");
        assertThat(DataSet.read(folder).recordings())
                .containsExactly(new ClipSource.Recording("toy/0.parquet", "b", 1));
    }

    /// pandas writes an index without a name in front, spreadsheets empty columns and rows behind.
    @ParameterizedTest
    @ValueSource(strings = {",path,participant_id,sign~0,toy/0.parquet,b,sign 1~",
        "path,participant_id,sign,~toy/0.parquet,b,sign 1,~", "path,participant_id,sign,,~toy/0.parquet,b,sign 1~",
        "path,participant_id,sign~toy/0.parquet,b,sign 1,,~", "path,,participant_id,,sign~toy/0.parquet,7,b,8,sign 1~",
        "path,participant_id,sign~toy/0.parquet,b,sign 1~,,~~  , ,~",
        "path,participant_id,sign~toy\\0.parquet,b,sign 1~", "path,participant_id,sign~.\\toy\\0.parquet,b,sign 1~"})
    void whatPandasSpreadsheetsAndWindowsWriteIsRead(String text) throws IOException {
        Files.writeString(table, text.replace('~', '\n'));
        DataSet set = DataSet.read(folder);
        assertThat(set.recordings()).hasSize(1);
        ClipSource.Recording recording = set.recordings().getFirst();
        assertThat(folder.resolve(recording.name()).normalize()).isEqualTo(folder.resolve("toy/0.parquet"));
        assertThat(recording.signer()).isEqualTo("b");
        assertThat(recording.label()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "toy/9.parquet,a,1,sign 0 | row 3: the clip 'toy/9.parquet' is not there; restore the file or remove the row",
        "toy,a,1,sign 0 | row 3: the clip 'toy' is not there; restore the file or remove the row",
        "toy/1.parquet,a,1,sign 7 | row 3: the sign 'sign 7' is not in sign_to_prediction_index_map.json",
        "toy/0.parquet,b,1,sign 1 | row 3: 'toy/0.parquet' is listed in row 2 already; keep one of them",
        "./toy/../toy/0.parquet,b,1,sign 1 | row 3: './toy/../toy/0.parquet' is listed in row 2 already; keep one "
                + "of them",
        "toy/1.parquet,,1,sign 1 | row 3: it has no participant_id; who signs decides who can be held out",
        "toy/1.parquet,none,1,sign 1 | row 3: participant_id 'none' could not be held out by that name; give this "
                + "signer another one",
        "toy/1.parquet,\"a,b\",1,sign 1 | row 3: participant_id 'a,b' could not be held out by that name; give "
                + "this signer another one",
        "toy/1.parquet,a | row 3: 2 values for 4 columns",
        "toy/1.parquet,a,1,sign 1,x | row 3: 5 values for 4 columns"})
    void aRowThatIsWrongIsNamed(String row, String message) throws IOException {
        Files.writeString(table, HEADER + "toy/0.parquet,a,1,sign 0\n" + row + "\ntoy/2.parquet,a,1,sign 0\n");
        assertThatThrownBy(() -> DataSet.read(folder)).isInstanceOf(IOException.class)
                .hasMessage(table + ", " + message);
    }

    @Test
    void aPathThatNoFileCanHaveIsNamed() throws IOException {
        Files.writeString(table, HEADER + "a\0b,a,1,sign 0\n");
        assertThatThrownBy(() -> DataSet.read(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("row 2: the path ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"'' | it has no column path, participant_id, sign; it is empty",
                "a,b | it has no column path, participant_id, sign; its columns are a, b",
                "path,participant_id,sign | it lists no clip",
                "path,path,participant_id,sign | two columns are called 'path'; which one counts?",
                "path,participant_id,sign~\"a | this is not a table of comma-separated values",
                "path,participant_id,sign~\"a\"b,c,d | this is not a table of comma-separated values"})
    void aTableThatIsNoneIsRefused(String text, String message) throws IOException {
        Files.writeString(table, text.replace('~', '\n'));
        assertThatThrownBy(() -> DataSet.read(folder)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(table + ": " + message)
                .hasMessageNotContainingAny("Exception", "token", "parse", "EOF");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Files.write(table, (HEADER + "caf\u00e9,a,1,sign 0\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DataSet.read(folder)).isInstanceOf(IOException.class)
                .hasMessage(table + ": it is not UTF-8 text: line 2 has the byte 0xE9; save it as UTF-8");
        Files.writeString(table, "\uFEFF" + HEADER, StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> DataSet.read(folder)).isInstanceOf(IOException.class)
                .hasMessage(table + ": it is UTF-16 text; save it as UTF-8");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> DataSet.read(folder.resolve("no"))).isInstanceOf(IOException.class)
                .hasMessageContaining("there is no such folder");
        Files.delete(table);
        assertThatThrownBy(() -> DataSet.read(folder)).isInstanceOf(IOException.class)
                .hasMessage(table + ": there is no such file; a data set lists its clips there");
        Files.delete(folder.resolve("sign_to_prediction_index_map.json"));
        assertThatThrownBy(() -> DataSet.read(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("there is no such file of signs");
    }

    @Test
    void theFingerprintKnowsTheListAndTheVersionTheFiles() throws IOException {
        DataSet before = DataSet.read(folder);
        String version = before.version();
        assertThat(DataSet.read(folder).version()).isEqualTo(version);
        Path clip = folder.resolve("toy/1.parquet");
        Files.setLastModifiedTime(clip, FileTime.fromMillis(1_000_000_000_123L));
        assertThat(DataSet.read(folder).version()).isNotEqualTo(version);
        assertThat(DataSet.read(folder).fingerprint()).isEqualTo(before.fingerprint());
        Files.delete(clip);
        assertThat(before.version()).isNotEqualTo(version);
        Files.writeString(table, HEADER + "toy/0.parquet,a,1,sign 0\n");
        assertThat(DataSet.read(folder).fingerprint()).isNotEqualTo(before.fingerprint());
    }
}
