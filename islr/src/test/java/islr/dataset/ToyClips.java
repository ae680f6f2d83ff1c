package islr.dataset;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.ClipWriter;
import islr.data.SignList;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.internal.Fingerprint;
import islr.recognize.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Smooth clips made on the spot: a left hand that goes round, at a place and with a tempo that differ by sign; signers
/// differ in size and position.
public class ToyClips implements ClipSource {
    private final SignList signs;
    private final List<Recording> recordings = new ArrayList<>();
    private final Set<Integer> handless = new HashSet<>();
    private final Set<Integer> unreadable = new HashSet<>();
    private final Set<Integer> changed = new HashSet<>();
    private final Set<Integer> noted = new HashSet<>();
    private final Set<Integer> inPixels = new HashSet<>();
    private final Map<Integer, Integer> copies = new HashMap<>();
    private int reads;

    /// Recordings are ordered by signer ("a", "b", …), sign, take.
    public ToyClips(int signs, int signers, int takes) {
        this.signs = new SignList(IntStream.range(0, signs).mapToObj(i -> "sign " + i).toList());
        for (int signer = 0; signer < signers; signer++) {
            for (int sign = 0; sign < signs; sign++) {
                for (int take = 0; take < takes; take++) {
                    recordings.add(new Recording("toy/" + recordings.size() + ".parquet",
                            Character.toString('a' + signer), sign));
                }
            }
        }
    }

    /// The same with a clip in which no hand is seen.
    public ToyClips withoutHand(int index) {
        handless.add(index);
        return this;
    }

    public ToyClips unreadable(int index) {
        unreadable.add(index);
        return this;
    }

    /// The same with a clip whose reader has something to say.
    public ToyClips noted(int index) {
        noted.add(index);
        return this;
    }

    /// The same with a clip whose coordinates are in pixels.
    public ToyClips inPixels(int index) {
        inPixels.add(index);
        return this;
    }

    /// The same with the content of one clip in the place of another.
    public ToyClips copied(int from, int to) {
        copies.put(to, from);
        return this;
    }

    /// The same with a clip written again, with other content.
    public ToyClips changed(int index) {
        changed.add(index);
        return this;
    }

    /// How often a clip was read.
    public synchronized int reads() {
        return reads;
    }

    @Override
    public SignList signs() {
        return signs;
    }

    @Override
    public String origin() {
        return "toy";
    }

    @Override
    public List<Recording> recordings() {
        return recordings;
    }

    @Override
    public Clip read(int index, SkeletonRows rows) throws IOException {
        synchronized (this) {
            reads++;
        }
        if (unreadable.contains(index)) {
            throw new IOException(recordings.get(index).name() + ": it is broken");
        }
        Clip clip = new Clip(recordings.get(index).name(), clip(copies.getOrDefault(index, index)).landmarks());
        if (inPixels.contains(index)) {
            for (int i = 0; i < clip.landmarks().length; i++) {
                clip.landmarks()[i] *= i % Skeleton.AXES == 1 ? 480 : 640;
            }
        }
        return noted.contains(index) ? clip.with(ClipNote.IRISES) : clip;
    }

    private Clip clip(int index) {
        Recording recording = recordings.get(index);
        int frames = 6 + index * 5 % 7;
        float[] landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        double size = 0.9 + 0.1 * (recording.signer().charAt(0) - 'a') + (changed.contains(index) ? 0.01 : 0);
        double angle = 2 * Math.PI * recording.label() / signs.size();
        for (int t = 0; t < frames; t++) {
            double turn = (1 + recording.label() % 3) * t / 4.0 + index * 0.1;
            for (int row = 0; row < Skeleton.ROWS; row++) {
                Skeleton.Part part = Skeleton.Part.of(row);
                boolean hand = part == Skeleton.Part.LEFT_HAND;
                boolean missing = part == Skeleton.Part.RIGHT_HAND || hand && (handless.contains(index) || t % 5 == 4);
                double x = 0.5 + 0.2 * Math.sin(row) + (hand ? 0.3 * Math.cos(angle) + 0.05 * Math.cos(turn) : 0);
                double y = 0.5 + 0.2 * Math.cos(row)
                        + (hand ? 0.3 * Math.sin(angle) + 0.05 * Math.sin(turn) : 0.01 * Math.sin(t));
                int at = (t * Skeleton.ROWS + row) * Skeleton.AXES;
                landmarks[at] = missing ? Float.NaN : (float) (x * size);
                landmarks[at + 1] = missing ? Float.NaN : (float) (y * size);
                landmarks[at + 2] = missing ? Float.NaN : 0.1f;
            }
        }
        return TestModels.upright(new Clip(recording.name(), landmarks));
    }

    @Override
    public Path example(Predicate<Recording> chosen, Path folder) {
        return folder.resolve(recordings.stream().filter(chosen).findFirst().orElseThrow().name());
    }

    @Override
    public String fingerprint() {
        return new Fingerprint().add(signs.toJson()).add(recordings).hex();
    }

    @Override
    public String version() {
        return new Fingerprint().add(fingerprint()).add(Arrays.toString(changed.stream().sorted().toArray())).hex();
    }

    /// Writes it all as a data set in the competition's layout. A clip that cannot be read becomes a file that is none.
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("toy"));
        Files.writeString(folder.resolve("sign_to_prediction_index_map.json"),
                signs.names().stream().map(name -> "\"" + name + "\": " + signs.names().indexOf(name))
                        .collect(Collectors.joining(", ", "{", "}")));
        StringBuilder table = new StringBuilder("path,participant_id,sequence_id,sign\n");
        for (int i = 0; i < recordings.size(); i++) {
            Recording recording = recordings.get(i);
            table.append(recording.name()).append(',').append(recording.signer()).append(',').append(i).append(',')
                    .append(signs.name(recording.label())).append('\n');
            if (unreadable.contains(i)) {
                Files.writeString(folder.resolve(recording.name()), "broken");
            } else {
                ClipWriter.write(folder.resolve(recording.name()), clip(i));
            }
        }
        Files.writeString(folder.resolve("train.csv"), table);
        return folder;
    }
}
