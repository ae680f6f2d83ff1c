package islr.dataset;

import islr.data.Clip;
import islr.data.SequenceWriter;
import islr.data.SkeletonRows;
import islr.internal.Fingerprint;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpellers;
import islr.synthetic.SyntheticSpelling.Item;
import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Synthetic spellers as sequences to learn from: the data of somebody without data. Sequences are made when they are
/// read and never written, but for an example.
public final class SyntheticPhrases implements PhraseSource {
    /// What [#origin()] says.
    public static final String ORIGIN = "synthetic";

    /// Changes whenever the same settings give other clips.
    private static final String VERSION = "synthetic spelling 1";
    private static final int SEQUENCES_OF_A_PART = 100;
    private static final int EXAMPLES = 5;

    private final SyntheticSpellers spellers;
    private final List<Recording> recordings = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    private SyntheticPhrases(SpellingSettings settings) {
        spellers = new SyntheticSpellers(settings);
        for (int i = 0; i < settings.sequences(); i++) {
            Item item = Item.of(settings, i);
            recordings.add(new Recording(item.path() + "#" + item.sequence(), Integer.toString(item.signer() + 1),
                    spellers.phrase(item.signer(), item.number()), item.supplemental()));
        }
        for (int first = 0; first < recordings.size(); first += SEQUENCES_OF_A_PART) {
            parts.add(new Part(first, Math.min(SEQUENCES_OF_A_PART, recordings.size() - first)));
        }
    }

    /// Those that `islr-train.jar` learns from when it is given nothing else: 100 short phrases each of 16 signers.
    public static SyntheticPhrases standard(long seed) {
        SpellingSettings usual = SpellingSettings.DEFAULT;
        return of(new SpellingSettings(seed, usual.signers(), usual.phrases(), usual.shortest(), usual.longest(),
                usual.noise()));
    }

    /// Those that these settings describe.
    public static SyntheticPhrases of(SpellingSettings settings) {
        return new SyntheticPhrases(Objects.requireNonNull(settings, "settings"));
    }

    @Override
    public String origin() {
        return ORIGIN;
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
    public Clip read(int index, SkeletonRows rows, Parallel parallel) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(parallel, "parallel");
        Item item = Item.of(spellers.settings(), index);
        return spellers.clip(item.signer(), item.number()).only(rows);
    }

    @Override
    public List<Clip> read(Part part, SkeletonRows rows, Parallel parallel) {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(parallel, "parallel");
        Clip[] clips = new Clip[part.count()];
        parallel.run(clips.length, (i, worker) -> clips[i] = read(part.first() + i, rows, parallel));
        return List.of(clips);
    }

    /// A file of the first sequences of the first signer chosen.
    @Override
    public String example(Predicate<Recording> chosen, Path folder) throws IOException {
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(folder, "folder");
        int first = 0;
        while (first < recordings.size() - 1 && !chosen.test(recordings.get(first))) {
            first++;
        }
        List<SequenceWriter.Entry> entries = new ArrayList<>();
        for (int i = first; i < Math.min(first + EXAMPLES, recordings.size()); i++) {
            if (recordings.get(i).signer().equals(recordings.get(first).signer())) {
                entries.add(new SequenceWriter.Entry(Item.of(spellers.settings(), i).sequence(),
                        read(i, SkeletonRows.ALL, Parallel.sequential())));
            }
        }
        Path file = Files.createDirectories(folder).resolve("phrases.parquet");
        SequenceWriter.write(file, entries);
        return file + "#" + entries.getFirst().id();
    }

    @Override
    public String fingerprint() {
        return new Fingerprint().add(VERSION).add(spellers.settings()).hex();
    }

    @Override
    public String version() {
        return fingerprint();
    }

    @Override
    public String version(Part part) {
        return new Fingerprint().add(fingerprint()).add(Objects.requireNonNull(part, "part")).hex();
    }
}
