package islr.train.spelling;

import islr.dataset.PhraseSource;
import islr.dataset.PhraseStore;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.internal.Checksum;
import islr.internal.Few;
import islr.system.fingerspelling.Fingerspelling;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.train.run.RunSettings;
import islr.weights.text.Counts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The sequences of a run, prepared and split.
///
/// @param store all of them, as training reads them before any change
/// @param training the numbers of those that are learned from
/// @param heldOut the numbers of those that the model is judged on; may be empty
/// @param remarks what a user should know
public record SpelledSequences(PhraseStore store, List<Integer> training, List<Integer> heldOut, List<String> remarks)
        implements Closeable {
    /// So many samples, evenly spread, tell the content of a source apart: all may be more than the memory holds.
    private static final int CHECKED = 1000;

    public SpelledSequences {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(heldOut, "heldOut");
        Objects.requireNonNull(remarks, "remarks");
    }

    /// Reads, prepares and splits all sequences of a source.
    ///
    /// @param cache where prepared sequences are kept, if anywhere
    /// @throws IOException if no sequence is left to train on
    /// @throws InterruptedException if whoever watches wants it to stop
    public static SpelledSequences prepare(PhraseSource source, Split split, RunSettings settings, int threads,
            Optional<Path> cache, Progress progress) throws IOException, InterruptedException {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(settings, "settings");
        PhraseStore store = PhraseStore.read(source, Fingerspelling.unshortened(), threads, cache, progress);
        int shortest = settings.get(Fingerspelling.LEAST_LEARNED);
        int longest = settings.get(Fingerspelling.LETTERS) - 1;
        List<Integer> training = new ArrayList<>();
        List<Integer> heldOut = new ArrayList<>();
        int shortOnes = 0;
        int longOnes = 0;
        for (int i = 0; i < store.size(); i++) {
            PhraseSource.Recording recording = store.recording(i);
            int frames = store.frames(i);
            if (split.isHeldOut(recording)) {
                if (frames > 0 && !recording.supplemental()) {
                    heldOut.add(i);
                }
            } else if (frames > 0 && frames < shortest) {
                shortOnes++;
            } else if (recording.phrase().length() > longest) {
                longOnes++;
            } else if (frames > 0) {
                training.add(i);
            }
        }
        List<String> remarks = new ArrayList<>();
        if (!store.unreadable().isEmpty()) {
            remarks.add("Left out, because they cannot be read: " + Counts.of(store.unreadable().size()) + " of "
                    + Counts.of(store.size()) + " sequences. " + Few.of(store.unreadable(), "; "));
        }
        if (shortOnes > 0) {
            remarks.add("Not learned from, because they have fewer than " + shortest + " frames (least_learned): "
                    + Counts.of(shortOnes) + " sequences.");
        }
        if (longOnes > 0) {
            remarks.add("Not learned from, because their phrases have more than " + longest + " characters (letters): "
                    + Counts.of(longOnes) + " sequences.");
        }
        if (training.isEmpty()) {
            store.close();
            throw new IOException("training: none of the " + Counts.of(store.size()) + " sequences is left to train on"
                    + (remarks.isEmpty() ? "" : "; " + remarks.getFirst()));
        }
        return new SpelledSequences(store, training, heldOut, remarks);
    }

    /// Tells the content of what is learned from apart, for a run that is resumed: names, signers, phrases and lengths
    /// of all sequences, and what is read of a thousand.
    ///
    /// @throws IOException if the cache cannot be read any more
    public String checksum() throws IOException {
        Map<String, Tensor> some = new LinkedHashMap<>();
        float[] lengths = new float[training.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = store.frames(training.get(i));
        }
        some.put("lengths", Tensor.of(Shape.of(lengths.length), lengths));
        int count = Math.min(CHECKED, training.size());
        for (int i = 0; i < count; i++) {
            int sequence = training.get((int) ((long) i * training.size() / count));
            some.put(Integer.toString(sequence), store.sample(sequence).values());
        }
        return Checksum.of(some);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
