package islr.train;

import islr.features.Features;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A [ClipStore] on disk, so that the next run need not read the clips again.
///
/// It is never stale: the file says from which clips (their paths, sizes and times of change), by which features and
/// with how many frames it was made, and is made anew if anything differs. Clips that could not be read are tried
/// again: a store with such clips is not kept.
final class ClipCache {
    private static final String VERSION = "version";
    private static final String CHECKSUM = "checksum";

    private ClipCache() {}

    /// The store from the cache, or from the clips (then it is kept for the next time).
    ///
    /// @param folder where caches are kept
    /// @throws IOException if nothing can be kept there
    static ClipStore read(Path folder, ClipSource source, Features features, int threads, Progress progress)
            throws IOException, InterruptedException {
        String version = new Fingerprint().add(features.set().version()).add(features.size()).add(source.version())
                .hex();
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".islr-", ".part"));
        } catch (IOException e) {
            throw new IOException(folder + ": no prepared clips can be kept there: " + Failures.reason(e)
                    + "; name another folder with --cache", e);
        }
        Path file = folder.resolve("clips-" + features.set().id() + "-" + features.size() + "-"
                + source.fingerprint().substring(0, 16) + ".safetensors");
        if (Files.exists(file)) {
            try {
                Checkpoint kept = Safetensors.read(file);
                if (version.equals(kept.metadata().get(VERSION))) {
                    ClipStore store = unpacked(kept, features.columns(), source.recordings());
                    progress.say("Prepared clips are taken from " + file + ".");
                    return store;
                }
                progress.say("The clips have changed since " + file + " was made; it is made anew.");
            } catch (IOException e) {
                progress.say(e.getMessage() + "; prepared clips are made anew.");
            }
        }
        ClipStore store = ClipStore.read(source, features, threads, progress);
        if (store.unreadable().isEmpty()) {
            keep(file, store, features.columns(), version, progress);
        }
        return store;
    }

    /// A full disk is no reason not to train.
    private static void keep(Path file, ClipStore store, int columns, String version, Progress progress) {
        try {
            Safetensors.write(file, packed(store, columns, version));
        } catch (IOException e) {
            progress.say(e.getMessage() + "; prepared clips are not kept.");
        }
    }

    private static Checkpoint packed(ClipStore store, int columns, String version) throws IOException {
        long rows = store.clips().stream().mapToLong(clip -> clip.index().length).sum();
        int width = columns * 3;
        if (rows * width > Integer.MAX_VALUE - 64) {
            throw new IOException("cache: " + rows + " frames are more than one file holds");
        }
        float[] lengths = new float[store.clips().size()];
        float[] index = new float[(int) rows];
        float[] values = new float[(int) rows * width];
        int row = 0;
        for (int i = 0; i < lengths.length; i++) {
            StoredClip clip = store.clips().get(i);
            lengths[i] = clip.index().length;
            System.arraycopy(clip.index(), 0, index, row, clip.index().length);
            System.arraycopy(clip.values(), 0, values, row * width, clip.values().length);
            row += clip.index().length;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("lengths", Tensor.of(Shape.of(lengths.length), lengths));
        tensors.put("index", Tensor.of(Shape.of(index.length), index));
        tensors.put("values", Tensor.of(Shape.of(index.length, columns, 3), values));
        return new Checkpoint(tensors, Map.of(VERSION, version, CHECKSUM, Checksum.of(tensors, version)));
    }

    private static ClipStore unpacked(Checkpoint kept, int columns, List<ClipSource.Recording> recordings)
            throws IOException {
        if (!kept.text(CHECKSUM).equals(Checksum.of(kept.tensors(), kept.text(VERSION)))) {
            throw new IOException(kept.source() + ": its content is not what was written");
        }
        float[] lengths = kept.tensor("lengths").array();
        float[] index = kept.tensor("index").array();
        float[] values = kept.tensor("values").array();
        int width = columns * 3;
        List<StoredClip> clips = new ArrayList<>();
        int row = 0;
        for (int i = 0; i < lengths.length; i++) {
            int end = row + (int) lengths[i];
            clips.add(new StoredClip(Arrays.copyOfRange(values, row * width, end * width),
                    Arrays.copyOfRange(index, row, end), recordings.get(i).label()));
            row = end;
        }
        return new ClipStore(clips, List.of());
    }
}
