package islr.train.spelling;

import islr.data.WholeFile;
import islr.dataset.PhraseAnswers;
import islr.dataset.PhraseSource;
import islr.weights.text.Counts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the confidence learns: how like the truth other models' answers to each sequence are, models that did not learn
/// from it. Of sequences of which that is not known, and of all supplemental ones, it is ½, as in the original.
///
/// @param known in [0, 1], by the name of the sequence
public record ConfidenceTargets(Map<String, Double> known) {
    /// Nothing is known.
    public static final ConfidenceTargets NONE = new ConfidenceTargets(Map.of());

    /// The file in the folder of a run.
    public static final String NAME = "confidence.csv";

    private static final double UNKNOWN = 0.5;

    public ConfidenceTargets {
        Objects.requireNonNull(known, "known");
    }

    /// Those that the answers of other models give.
    ///
    /// @param files `predictions.csv` of runs that held these sequences out; of several answers the mean counts
    /// @param source what is learned from
    /// @throws IOException if a file cannot be read, or none of its sequences is in the source
    public static ConfidenceTargets read(List<Path> files, PhraseSource source) throws IOException {
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(source, "source");
        Map<String, Double> all = PhraseAnswers.likenesses(files);
        Map<String, Double> known = new LinkedHashMap<>();
        source.recordings().stream().filter(each -> all.containsKey(each.name()))
                .forEach(each -> known.put(each.name(), all.get(each.name())));
        if (known.isEmpty()) {
            throw new IOException(files.getFirst() + ": none of its " + Counts.of(all.size())
                    + " sequences is among those that are learned from; take predictions of the same data set");
        }
        return new ConfidenceTargets(known);
    }

    /// Keeps them in the folder of a run.
    public void write(Path folder) throws IOException {
        Objects.requireNonNull(folder, "folder");
        StringBuilder csv = new StringBuilder("sequence,likeness\n");
        known.forEach((name, likeness) -> csv.append('"').append(name.replace("\"", "\"\"")).append("\",")
                .append(likeness).append('\n'));
        WholeFile.write(folder.resolve(NAME), csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Those of a run.
    ///
    /// @param count how many it was begun with
    /// @throws IOException if they are not there any more
    public static ConfidenceTargets of(Path folder, int count) throws IOException {
        Objects.requireNonNull(folder, "folder");
        if (count == 0) {
            return NONE;
        }
        ConfidenceTargets kept = new ConfidenceTargets(PhraseAnswers.likenesses(List.of(folder.resolve(NAME))));
        if (kept.known.size() != count) {
            throw new IOException(folder.resolve(NAME) + ": the run was begun with " + Counts.of(count)
                    + " targets of confidences, the file has " + Counts.of(kept.known.size()) + "; restore it");
        }
        return kept;
    }

    /// That of a sequence.
    public double of(PhraseSource.Recording recording) {
        Objects.requireNonNull(recording, "recording");
        return recording.supplemental() ? UNKNOWN : known.getOrDefault(recording.name(), UNKNOWN);
    }
}
