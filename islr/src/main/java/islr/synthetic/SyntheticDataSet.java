package islr.synthetic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.data.ClipWriter;
import islr.weights.text.Counts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/// Writes synthetic signers to disk in the layout of the competition:
///
/// ```
/// train.csv                                                path,participant_id,sequence_id,sign
/// sign_to_prediction_index_map.json                        {"fist-chin-circle": 0, …}
/// train_landmark_files/<participant_id>/<sequence_id>.parquet
/// ```
///
/// Participants and sequences are numbered from 1, signers first, then signs, then takes. `train.csv` is written last:
/// a folder without it is not a data set, and nothing reads it as one.
public final class SyntheticDataSet {

    private static final String LANDMARKS = "train_landmark_files";

    /// Called after each clip with the progress.
    @FunctionalInterface
    public interface Progress {
        /// @param clips the number of clips written so far
        /// @param of the number of all clips
        void written(int clips, int of);
    }

    /// A clip's place in the numbering.
    ///
    /// @param sign from 0
    /// @param signer from 0
    /// @param take from 0
    public record Item(int sign, int signer, int take) {

        /// @param index 0 to the number of clips − 1, in the order of `train.csv`
        /// @return sign, signer and take of that clip, each from 0
        public static Item of(SyntheticSettings settings, int index) {
            int take = index % settings.takes();
            int rest = index / settings.takes();
            return new Item(rest % settings.signs(), rest / settings.signs(), take);
        }

        /// Its file, relative to the folder of the data set, with `/`.
        public String path(SyntheticSettings settings) {
            return LANDMARKS + "/" + (signer + 1) + "/" + sequence(settings) + ".parquet";
        }

        /// Its sequence number, from 1.
        public int sequence(SyntheticSettings settings) {
            return (signer * settings.signs() + sign) * settings.takes() + take + 1;
        }
    }

    private final NewFolder folder;
    private final SyntheticSigners signers;

    private SyntheticDataSet(NewFolder folder, SyntheticSigners signers) {
        this.folder = folder;
        this.signers = signers;
    }

    /// Writes all clips, one after the other. If writing fails or the thread is interrupted, everything written is
    /// removed.
    ///
    /// @param folder an empty one, or one that does not exist yet; the folder above it must exist
    /// @throws IOException if something cannot be written; the message is one sentence for the user with the file and
    ///     the reason, and the folder is as it was
    /// @throws InterruptedIOException if the thread was interrupted
    public static void write(Path folder, SyntheticSettings settings, Progress progress) throws IOException {
        NewFolder.fill(folder, made -> new SyntheticDataSet(made, new SyntheticSigners(settings)).write(progress));
    }

    private void write(Progress progress) throws IOException {
        SyntheticSettings settings = signers.settings();
        List<String> names = signers.names();
        var index = new StringBuilder("path,participant_id,sequence_id,sign\n");
        for (int i = 0; i < settings.clips(); i++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException(folder.path() + ": interrupted after " + Counts.of(i) + " of "
                        + Counts.of(settings.clips()) + " clips; nothing is kept");
            }
            Item item = Item.of(settings, i);
            ClipWriter.write(folder.file(item.path(settings)), signers.clip(item.sign(), item.signer(), item.take()));
            index.append(item.path(settings)).append(',').append(item.signer() + 1).append(',')
                    .append(item.sequence(settings)).append(',').append(names.get(item.sign())).append('\n');
            progress.written(i + 1, settings.clips());
        }
        folder.writeText("sign_to_prediction_index_map.json", json(names));
        folder.writeText("train.csv", index.toString());
    }

    private static String json(List<String> names) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                json.writeNumberField(names.get(i), i);
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
