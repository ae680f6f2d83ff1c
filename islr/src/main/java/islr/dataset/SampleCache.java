package islr.dataset;

import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.internal.Checksum;
import islr.internal.Fingerprint;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.text.Counts;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A [SampleStore] on disk, so that the next run need not read the clips again.
///
/// It is never stale: the file says from which clips (their paths, sizes and times of change) and by which features it
/// was made, and is made anew if anything differs. Clips that could not be read are tried again: a store with such
/// clips is not kept.
final class SampleCache {
    private static final String VERSION = "version";
    /// Changes whenever other [notes][ClipNote] are made of the same clip.
    private static final String NOTES_VERSION = "plausibility 1";
    private static final String CHECKSUM = "checksum";
    private static final String LENGTHS = "lengths";
    private static final String SEEN = "seen";
    private static final String NOTES = "notes";
    private static final String VALUES = "values";

    private SampleCache() {}

    /// The store from the cache, or from the clips (then it is kept for the next time).
    ///
    /// @param folder where caches are kept
    /// @throws IOException if nothing can be kept there
    static SampleStore read(Path folder, ClipSource source, Features features, int threads, Progress progress)
            throws IOException, InterruptedException {
        String version = new Fingerprint().add(features.version()).add(source.version()).add(NOTES_VERSION).hex();
        requireRoom(folder);
        String name = new Fingerprint().add(features.version()).add(source.fingerprint()).hex().substring(0, 24);
        Path file = folder.resolve("samples-" + name + ".safetensors");
        if (Files.exists(file)) {
            try {
                Checkpoint kept = Safetensors.read(file);
                if (version.equals(kept.metadata().get(VERSION))) {
                    SampleStore store = unpacked(kept, features.width(), source.recordings());
                    progress.say("Prepared clips are taken from " + file + ".");
                    return store;
                }
                progress.say("The clips have changed since " + file + " was made; it is made anew.");
            } catch (IOException e) {
                progress.say(e.getMessage() + "; prepared clips are made anew.");
            }
        }
        SampleStore store = SampleStore.read(source, features, threads, progress);
        if (store.unreadable().isEmpty()) {
            keep(file, store, features.width(), version, progress);
        }
        return store;
    }

    /// Checks that files can be made in a folder, and makes the folder if there is none.
    static void requireRoom(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".islr-", ".part"));
        } catch (IOException e) {
            throw new IOException(folder + ": no prepared clips can be kept there: " + Reasons.of(e, folder)
                    + "; name another folder with --cache", e);
        }
    }

    /// A full disk is no reason not to train.
    private static void keep(Path file, SampleStore store, int width, String version, Progress progress) {
        try {
            Safetensors.write(file, packed(store, width, version));
        } catch (IOException e) {
            progress.say(e.getMessage() + "; prepared clips are not kept.");
        }
    }

    private static Checkpoint packed(SampleStore store, int width, String version) throws IOException {
        long rows = store.samples().stream().mapToLong(each -> each.sample().rows()).sum();
        if (rows * width > Integer.MAX_VALUE - 64) {
            throw new IOException("cache: " + Counts.of(rows) + " rows are more than one file holds");
        }
        float[] lengths = new float[store.samples().size()];
        float[] seen = new float[lengths.length];
        float[] notes = new float[lengths.length];
        float[] values = new float[(int) rows * width];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            LabelledSample each = store.samples().get(i);
            Tensor sample = each.sample().values();
            lengths[i] = each.sample().rows();
            seen[i] = LabelledSample.bits(each.seen());
            notes[i] = LabelledSample.bits(each.notes());
            System.arraycopy(sample.array(), sample.offset(), values, at, sample.size());
            at += sample.size();
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(LENGTHS, Tensor.of(Shape.of(lengths.length), lengths));
        tensors.put(SEEN, Tensor.of(Shape.of(seen.length), seen));
        tensors.put(NOTES, Tensor.of(Shape.of(notes.length), notes));
        tensors.put(VALUES, Tensor.of(Shape.of((int) rows, width), values));
        return new Checkpoint(tensors, Map.of(VERSION, version, CHECKSUM, Checksum.of(tensors, version)));
    }

    private static SampleStore unpacked(Checkpoint kept, int width, List<ClipSource.Recording> recordings)
            throws IOException {
        if (!kept.text(CHECKSUM).equals(Checksum.of(kept.tensors(), kept.text(VERSION)))) {
            throw new IOException(kept.source() + ": its content is not what was written");
        }
        float[] lengths = kept.tensor(LENGTHS).array();
        float[] seen = kept.tensor(SEEN).array();
        float[] notes = kept.tensor(NOTES).array();
        Tensor values = kept.tensor(VALUES);
        List<LabelledSample> samples = new ArrayList<>();
        int row = 0;
        for (int i = 0; i < lengths.length; i++) {
            int rows = (int) lengths[i];
            Sample sample = new Sample(values.view(row * width, Shape.of(rows, width)));
            samples.add(new LabelledSample(sample, recordings.get(i).label(),
                    LabelledSample.set(Skeleton.Part.class, (int) seen[i]),
                    LabelledSample.set(ClipNote.class, (int) notes[i]), Optional.empty()));
            row += rows;
        }
        return new SampleStore(samples, List.of());
    }
}
