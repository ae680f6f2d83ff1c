package islr.synthetic;

import islr.data.SequenceWriter;
import islr.weights.text.Counts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Writes synthetic spellers to disk in the layout of the fingerspelling competition:
///
/// ```
/// train.csv                             path,file_id,sequence_id,participant_id,phrase
/// supplemental_metadata.csv             the same
/// character_to_prediction_index.json    {" ":0,"!":1, …}
/// train_landmarks/<file_id>.parquet     50 sequences
/// supplemental_landmarks/<file_id>.parquet
/// ```
///
/// Participants, files and sequences are numbered from 1, signers first. `train.csv` is written last: a folder without
/// it is not a data set, and nothing reads it as one.
public final class SyntheticSpelling {

    private static final int SEQUENCES_OF_A_FILE = 50;
    private static final String HEADER = "path,file_id,sequence_id,participant_id,phrase\n";

    /// A sequence's place in the numbering.
    ///
    /// @param sequence its number, from 1
    /// @param signer from 0
    /// @param number of the phrase among the signer's, from 0
    /// @param file its number, from 1
    /// @param supplemental whether it is of the second table
    public record Item(long sequence, int signer, int number, int file, boolean supplemental) {

        /// @param index 0 to the number of sequences − 1: the rows of `train.csv`, and then those of the second table
        /// @return the sequence of that row
        public static Item of(SpellingSettings settings, int index) {
            Objects.requireNonNull(settings, "settings");
            int own = settings.phrases() - settings.supplemental();
            int train = own * settings.signers();
            if (index < train) {
                return new Item(index + 1L, index / own, index % own, 1 + index / SEQUENCES_OF_A_FILE, false);
            }
            int rest = index - train;
            int files = (train + SEQUENCES_OF_A_FILE - 1) / SEQUENCES_OF_A_FILE;
            return new Item(index + 1L, rest / settings.supplemental(), own + rest % settings.supplemental(),
                    1 + files + rest / SEQUENCES_OF_A_FILE, true);
        }

        /// Its file, relative to the folder of the data set, with `/`.
        public String path() {
            return (supplemental ? "supplemental" : "train") + "_landmarks/" + file + ".parquet";
        }
    }

    private final NewFolder folder;
    private final SyntheticSpellers spellers;

    private SyntheticSpelling(NewFolder folder, SyntheticSpellers spellers) {
        this.folder = folder;
        this.spellers = spellers;
    }

    /// Writes all sequences, one file after the other. If writing fails or the thread is interrupted, everything
    /// written is removed.
    ///
    /// @param folder an empty one, or one that does not exist yet; the folder above it must exist
    /// @param progress called after each file
    /// @throws IOException if something cannot be written; the message is one sentence for the user with the file and
    ///     the reason, and the folder is as it was
    /// @throws InterruptedIOException if the thread was interrupted
    public static void write(Path folder, SpellingSettings settings, SyntheticDataSet.Progress progress)
            throws IOException {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(progress, "progress");
        NewFolder.fill(folder, made -> new SyntheticSpelling(made, new SyntheticSpellers(settings)).write(progress));
    }

    private void write(SyntheticDataSet.Progress progress) throws IOException {
        SpellingSettings settings = spellers.settings();
        StringBuilder train = new StringBuilder(HEADER);
        StringBuilder supplement = new StringBuilder(HEADER);
        List<SequenceWriter.Entry> entries = new ArrayList<>();
        for (int i = 0; i < settings.sequences(); i++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException(folder.path() + ": interrupted after " + Counts.of(i) + " of "
                        + Counts.of(settings.sequences()) + " sequences; nothing is kept");
            }
            Item item = Item.of(settings, i);
            entries.add(new SequenceWriter.Entry(item.sequence(), spellers.clip(item.signer(), item.number())));
            (item.supplemental() ? supplement : train).append(row(item));
            if (i == settings.sequences() - 1 || Item.of(settings, i + 1).file() != item.file()) {
                SequenceWriter.write(folder.file(item.path()), entries);
                entries.clear();
                progress.written(i + 1, settings.sequences());
            }
        }
        folder.writeText("character_to_prediction_index.json", SyntheticSpellers.characters().toJson());
        folder.writeText("supplemental_metadata.csv", supplement.toString());
        folder.writeText("train.csv", train.toString());
    }

    private String row(Item item) {
        String phrase = spellers.phrase(item.signer(), item.number());
        // No phrase has a quote in it.
        String quoted = phrase.contains(",") ? "\"" + phrase + "\"" : phrase;
        return item.path() + "," + item.file() + "," + item.sequence() + "," + (item.signer() + 1) + "," + quoted
                + "\n";
    }
}
