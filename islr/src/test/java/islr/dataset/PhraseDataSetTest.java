package islr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import islr.data.Clip;
import islr.data.ClipWriter;
import islr.data.SkeletonRows;
import islr.dataset.PhraseSource.Part;
import islr.dataset.PhraseSource.Recording;
import islr.golden.Goldens;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpelling;
import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseDataSetTest {
    private static final SkeletonRows ROWS = SkeletonRows.of(1, 470, 540);

    @TempDir
    private Path folder;
    private ToyPhrases toy;

    @BeforeEach
    void write() throws IOException {
        toy = new ToyPhrases(folder).write(new int[] {3, 1, 4}, new int[] {2});
    }

    private void assertRefused(String reason) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> PhraseDataSet.read(folder))
                .withMessage(folder + "/" + reason);
    }

    @Test
    void phrasesAndClipsAreThoseOfTheFolder() throws IOException {
        PhraseDataSet data = PhraseDataSet.read(folder, 4);
        assertThat(data.recordings()).hasSize(4)
                .endsWith(new Recording("train_landmarks/2.parquet#103", "1", "103 main st", false));
        assertThat(data.parts()).containsExactly(new Part(0, 2), new Part(2, 1), new Part(3, 1));
        assertThat(PhraseDataSet.read(folder).parts()).containsExactly(new Part(0, 3), new Part(3, 1));
        for (Part part : data.parts()) {
            List<Clip> clips = data.read(part, ROWS, Parallel.sequential());
            for (int i = 0; i < part.count(); i++) {
                assertThat(clips.get(i).landmarks()).isEqualTo(toy.clip(part.first() + i).only(ROWS).landmarks());
            }
        }
        assertThat(data.read(2, ROWS, Parallel.sequential()).landmarks()).isEqualTo(toy.clip(2).only(ROWS).landmarks());
        assertThat(data.example(each -> each.signer().equals("2"), folder))
                .isEqualTo(folder + "/train_landmarks/1.parquet#101");
        assertThat(PhraseDataSet.isIn(folder)).isTrue();
        assertThat(PhraseDataSet.isIn(folder.resolve("train_landmarks"))).isFalse();
    }

    /// Rows of one file may stand anywhere in the table, and phrases that look like numbers are texts.
    @Test
    void rowsMayBeInAnyOrder() throws IOException {
        Files.writeString(folder.resolve("train.csv"), """
                phrase,participant_id,path,sequence_id
                0042,p1,train_landmarks/1.parquet,102
                1e5,p1,train_landmarks/2.parquet,103
                "a, b",p2,train_landmarks\\1.parquet,100
                """);
        assertThat(PhraseDataSet.read(folder).recordings()).containsExactly(
                new Recording("train_landmarks/1.parquet#102", "p1", "0042", false),
                new Recording("train_landmarks/1.parquet#100", "p2", "a, b", false),
                new Recording("train_landmarks/2.parquet#103", "p1", "1e5", false));
    }

    @Test
    void theGoldensFolderIsReadWithItsPhrases() throws IOException {
        PhraseDataSet data = PhraseDataSet.read(Goldens.folder().resolve("fingerspelling/dataset"));
        assertThat(data.recordings()).extracting(Recording::phrase).containsExactly("3 creekhouse", "scales/kuhaylah",
                "1383 william lanier");
        assertThat(Split.signers(data)).containsExactly("1", "107", "217");
        assertThat(data.read(data.parts().getFirst(), ROWS, Parallel.sequential())).extracting(Clip::frames)
                .allMatch(frames -> frames > 0);
    }

    @Test
    void whatWasSynthesizedIsReadAsWhatIsFilmed() throws IOException {
        SpellingSettings settings = new SpellingSettings(3, 3, 20, 1, 4, 1);
        Path made = folder.resolve("made");
        SyntheticSpelling.write(made, settings, (done, of) -> {});
        PhraseDataSet read = PhraseDataSet.read(made);
        SyntheticPhrases filmed = SyntheticPhrases.of(settings);
        assertThat(read.recordings()).isEqualTo(filmed.recordings()).filteredOn(Recording::supplemental).hasSize(6);
        for (int i : new int[] {0, 17, 53, 54, 59}) {
            assertThat(read.read(i, ROWS, Parallel.sequential()).landmarks())
                    .isEqualTo(filmed.read(i, ROWS, Parallel.sequential()).landmarks());
        }
        Path folderOfExample = folder.resolve("example");
        String example = filmed.example(each -> each.signer().equals("2"), folderOfExample);
        assertThat(example).isEqualTo(folderOfExample + "/phrases.parquet#19");
    }

    @Test
    void signersAreHeldOutAsThoseOfSigns() throws IOException {
        PhraseDataSet data = PhraseDataSet.read(folder);
        Split split = Split.usual(data);
        assertThat(split.heldOut()).containsExactly("2");
        assertThat(data.recordings()).filteredOn(split::isHeldOut).extracting(Recording::name)
                .containsExactly("train_landmarks/1.parquet#101");
        assertThat(Split.of(data, List.of("50%"), 3).clips()).hasSize(2);
        assertThat(Split.fold(data, 3, 0, 1).heldOut()).hasSize(1);
    }

    @Test
    void aFileThatWasWrittenAgainIsAnotherVersion() throws IOException {
        PhraseDataSet data = PhraseDataSet.read(folder);
        String fingerprint = data.fingerprint();
        List<String> versions = data.parts().stream().map(data::version).toList();
        new ToyPhrases(folder).write(new int[] {3, 1, 4}, new int[] {5});
        PhraseDataSet again = PhraseDataSet.read(folder);
        assertThat(again.fingerprint()).isEqualTo(fingerprint);
        assertThat(again.version(again.parts().get(1))).isNotEqualTo(versions.get(1));
        toy.row(2, "train_landmarks/1.parquet,1,100,7,other");
        assertThat(PhraseDataSet.read(folder).fingerprint()).isNotEqualTo(fingerprint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        train_landmarks/7.parquet,7,100,1,a | the file 'train_landmarks/7.parquet' is not there; restore it or remove its rows
        train_landmarks/1.parquet,1,105,1,a | FOLDER/train_landmarks/1.parquet: there is no sequence 105; there are 100, 101, 102; correct the number or remove the row
        train_landmarks/2.parquet,2,100,1,a | FOLDER/train_landmarks/2.parquet: there is no sequence 100; there is only 103; correct the number or remove the row
        train_landmarks/1.parquet,1,102,1,a | sequence 102 is listed in row 4 already; keep one of them
        train_landmarks/1.parquet,1,12b,1,a | sequence_id '12b' is not a whole number
        train_landmarks/1.parquet,1,100,,a  | it has no participant_id; who signs decides who can be held out
        train_landmarks/1.parquet,1,100,1,  | it has no phrase; write what is spelled, or remove the row
        train_landmarks/1.parquet,1,100,1,Ab | phrase 'Ab': 'A' at character 1 is not in character_to_prediction_index.json; write the phrase without it, or remove the row
        train_landmarks/1.parquet,1,100,1,né | phrase 'né': 'é' at character 2 is not in character_to_prediction_index.json; write the phrase without it, or remove the row
        train_landmarks/1.parquet,1,100,1,a👍 | phrase 'a👍': '👍' at character 2 is not in character_to_prediction_index.json; write the phrase without it, or remove the row
        train_landmarks/1.parquet,1,100,1,a,b | 6 values for 5 columns
        """)
    void aRowThatCannotBeUsedIsTold(String row, String reason) throws IOException {
        // The others keep their places: row 5 is the changed one where a row is doubled.
        int at = row.contains(",102,") ? 5 : 2;
        toy.row(at, row);
        assertRefused("train.csv, row " + at + ": " + reason.replace("FOLDER", folder.toString()));
    }

    @Test
    void filesOfOtherLayoutsAreTold() throws IOException {
        ClipWriter.write(folder.resolve("train_landmarks/2.parquet"), toy.clip(0));
        assertRefused("train_landmarks/2.parquet: this is a clip of one sign, with a row for each landmark; "
                + "fingerspelling needs a row for each frame, with the columns sequence_id, frame, and x_face_0 to "
                + "z_right_hand_20");
    }

    @Test
    void aMapWithOtherNumbersIsTold() throws IOException {
        toy.characters("abc");
        assertRefused("character_to_prediction_index.json: 'a' has number 0, which models give to ' '; use the "
                + "competition's map of 59 characters");
        Files.delete(folder.resolve("character_to_prediction_index.json"));
        assertRefused("character_to_prediction_index.json: there is no such file of characters");
    }

    @Test
    void aTableOfAnotherLayoutIsTold() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "path,participant_id,sequence_id,sign\nx,1,2,after\n");
        assertRefused("train.csv: it has no column phrase; its columns are path, participant_id, sequence_id, sign");
        Files.writeString(folder.resolve("train.csv"), ToyPhrases.HEADER);
        assertRefused("train.csv: it lists no sequence");
        Files.delete(folder.resolve("train.csv"));
        assertRefused("train.csv: there is no such file; a data set lists its clips there");
    }

    @Test
    void theSecondTableIsCheckedToo() throws IOException {
        Files.writeString(folder.resolve("supplemental_metadata.csv"),
                ToyPhrases.HEADER + "\nsupplemental_landmarks/9.parquet,9,1,5,coffee\n");
        assertRefused("supplemental_metadata.csv, row 2: the file 'supplemental_landmarks/9.parquet' is not there; "
                + "restore it or remove its rows");
    }
}
