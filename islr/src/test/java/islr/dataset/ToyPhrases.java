package islr.dataset;

import islr.data.Clip;
import islr.data.SequenceWriter;
import islr.data.Skeleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/// A small folder of phrases of random landmarks, to be spoilt in one place or another.
final class ToyPhrases {
    static final String HEADER = "path,file_id,sequence_id,participant_id,phrase";

    private final Path folder;
    private final List<String> rows = new ArrayList<>(List.of(HEADER));
    private final List<Clip> clips = new ArrayList<>();

    ToyPhrases(Path folder) {
        this.folder = folder;
    }

    /// Writes files 1, 2, … with sequences 100, 101, … of these numbers of frames.
    ToyPhrases write(int[]... frames) throws IOException {
        Random random = new Random(9);
        Files.createDirectories(folder.resolve("train_landmarks"));
        int sequence = 100;
        for (int file = 1; file <= frames.length; file++) {
            List<SequenceWriter.Entry> entries = new ArrayList<>();
            for (int count : frames[file - 1]) {
                float[] landmarks = new float[count * Skeleton.ROWS * Skeleton.AXES];
                for (int i = 0; i < landmarks.length; i++) {
                    landmarks[i] = i / 3 % 7 == 0 ? Float.NaN : random.nextFloat();
                }
                clips.add(new Clip("clip", landmarks));
                entries.add(new SequenceWriter.Entry(sequence, clips.getLast()));
                rows.add("train_landmarks/%d.parquet,%d,%d,%d,%s".formatted(file, file, sequence, sequence % 3,
                        sequence + " main st"));
                sequence++;
            }
            SequenceWriter.write(folder.resolve("train_landmarks/" + file + ".parquet"), entries);
        }
        characters(" !#$%&'()*+,-./0123456789:;=?@[_abcdefghijklmnopqrstuvwxyz~");
        Files.writeString(folder.resolve("train.csv"), String.join("\n", rows));
        return this;
    }

    Path folder() {
        return folder;
    }

    void characters(String characters) throws IOException {
        StringJoiner json = new StringJoiner(",", "{", "}");
        for (int i = 0; i < characters.length(); i++) {
            json.add("\"" + characters.charAt(i) + "\":" + i);
        }
        Files.writeString(folder.resolve("character_to_prediction_index.json"), json.toString());
    }

    /// Writes the table with another row in the place of one, which is 2 for the first behind the header.
    void row(int number, String row) throws IOException {
        List<String> changed = new ArrayList<>(rows);
        changed.set(number - 1, row);
        Files.writeString(folder.resolve("train.csv"), String.join("\n", changed));
    }

    Clip clip(int index) {
        return clips.get(index);
    }
}
