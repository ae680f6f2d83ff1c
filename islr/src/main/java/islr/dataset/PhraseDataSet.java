package islr.dataset;

import islr.data.CharacterMap;
import islr.data.Clip;
import islr.data.SequenceFile;
import islr.data.SequenceFile.Sequence;
import islr.data.SkeletonRows;
import islr.internal.Fingerprint;
import islr.system.fingerspelling.Characters;
import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A folder in the layout of the fingerspelling competition's data set:
///
/// ```
/// train.csv                             path, sequence_id, participant_id, phrase
/// supplemental_metadata.csv             the same; may be missing
/// character_to_prediction_index.json    {" ": 0, "!": 1, …}
/// train_landmarks/5414471.parquet …     many sequences each
/// ```
///
/// The tables may have more columns, in any order. Every row is checked before any coordinate is read: its file is
/// there and has the sequence, its phrase has only characters of the map, and nothing is listed twice.
public final class PhraseDataSet implements PhraseSource {
    static final String INDEX = "train.csv";
    static final String SUPPLEMENT = "supplemental_metadata.csv";
    static final String CHARACTERS = "character_to_prediction_index.json";

    /// Frames that are read at a time: 94 MB of the 130 points that the system sees.
    private static final int MOST_FRAMES = 60_000;

    private final Path folder;
    private final CharacterMap characters;
    private final List<PhraseTable.Entry> entries;
    private final List<Recording> recordings;
    private final List<Part> parts;

    private PhraseDataSet(Path folder, CharacterMap characters, List<PhraseTable.Entry> entries, int mostFrames) {
        this.folder = folder;
        this.characters = characters;
        this.entries = entries;
        recordings = entries.stream().map(PhraseTable.Entry::recording).toList();
        parts = parts(entries, mostFrames);
    }

    /// Whether a folder is meant to be such a data set: it has a map of characters.
    public static boolean isIn(Path folder) {
        Objects.requireNonNull(folder, "folder");
        return Files.exists(folder.resolve(CHARACTERS));
    }

    /// @return the phrases and places of all sequences; their coordinates are not read yet
    /// @throws IOException whose message names the file, the row and what is wrong with it
    public static PhraseDataSet read(Path folder) throws IOException {
        return read(folder, MOST_FRAMES);
    }

    /// @param mostFrames of a part, unless a single sequence has more
    static PhraseDataSet read(Path folder, int mostFrames) throws IOException {
        Objects.requireNonNull(folder, "folder");
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": there is no such folder; a data set of phrases is a folder with " + INDEX
                    + " and " + CHARACTERS);
        }
        CharacterMap characters = CharacterMap.read(folder.resolve(CHARACTERS));
        requireNumbers(folder.resolve(CHARACTERS), characters);
        List<PhraseTable.Entry> entries = new ArrayList<>(
                new PhraseTable(folder, ListedFiles.table(folder.resolve(INDEX)), characters, false).read());
        if (entries.isEmpty()) {
            throw new IOException(folder.resolve(INDEX) + ": it lists no sequence");
        }
        if (Files.exists(folder.resolve(SUPPLEMENT))) {
            entries.addAll(
                    new PhraseTable(folder, ListedFiles.table(folder.resolve(SUPPLEMENT)), characters, true).read());
        }
        return new PhraseDataSet(folder, characters, List.copyOf(entries), mostFrames);
    }

    /// Models know characters by their numbers, so a map with others would teach them nonsense.
    private static void requireNumbers(Path file, CharacterMap characters) throws IOException {
        String known = Characters.all();
        for (int i = 0; i < characters.characters().length(); i++) {
            char character = characters.characters().charAt(i);
            if (Characters.of(character) != i) {
                throw new IOException(file + ": '" + character + "' has number " + i
                        + (i < known.length() ? ", which models give to '" + known.charAt(i) + "'"
                                : ", and models have no such character")
                        + "; use the competition's map of " + known.length() + " characters");
            }
        }
    }

    private static List<Part> parts(List<PhraseTable.Entry> entries, int mostFrames) {
        List<Part> parts = new ArrayList<>();
        for (int first = 0, end; first < entries.size(); first = end) {
            long frames = 0;
            for (end = first; end < entries.size(); end++) {
                frames += entries.get(end).sequence().frames();
                if (end > first
                        && (frames > mostFrames || !entries.get(end).file().equals(entries.get(first).file()))) {
                    break;
                }
            }
            parts.add(new Part(first, end - first));
        }
        return List.copyOf(parts);
    }

    /// The characters that phrases have.
    public CharacterMap characters() {
        return characters;
    }

    @Override
    public String origin() {
        return folder.toAbsolutePath().normalize().toString();
    }

    @Override
    public List<Recording> recordings() {
        return recordings;
    }

    @Override
    public List<Part> parts() {
        return parts;
    }

    @Override
    public Clip read(int index, SkeletonRows rows, Parallel parallel) throws IOException {
        return read(new Part(index, 1), rows, parallel).getFirst();
    }

    @Override
    public List<Clip> read(Part part, SkeletonRows rows, Parallel parallel) throws IOException {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(parallel, "parallel");
        Path file = entries.get(part.first()).file();
        try (SequenceFile opened = SequenceFile.open(file)) {
            List<Sequence> sequences = new ArrayList<>();
            for (int i = part.first(); i < part.first() + part.count(); i++) {
                sequences.add(opened.sequence(entries.get(i).sequence().id()));
            }
            return opened.read(sequences, rows, parallel);
        }
    }

    @Override
    public String example(Predicate<Recording> chosen, Path unused) {
        Objects.requireNonNull(chosen, "chosen");
        return folder.resolve(recordings.stream().filter(chosen).findFirst().orElse(recordings.getFirst()).name())
                .toString();
    }

    @Override
    public String fingerprint() {
        Fingerprint fingerprint = new Fingerprint().add(characters);
        recordings.forEach(fingerprint::add);
        return fingerprint.hex();
    }

    @Override
    public String version() {
        Fingerprint fingerprint = new Fingerprint().add(fingerprint());
        parts.forEach(part -> fingerprint.add(version(part)));
        return fingerprint.hex();
    }

    @Override
    public String version(Part part) {
        Objects.requireNonNull(part, "part");
        Fingerprint fingerprint = new Fingerprint();
        IntStream.range(part.first(), part.first() + part.count())
                .forEach(i -> fingerprint.add(recordings.get(i).name()));
        Path file = entries.get(part.first()).file();
        try {
            fingerprint.add(Files.size(file)).add(Files.getLastModifiedTime(file));
        } catch (IOException e) {
            fingerprint.add("gone");
        }
        return fingerprint.hex();
    }
}
