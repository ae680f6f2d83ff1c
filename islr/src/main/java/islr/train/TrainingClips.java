package islr.train;

import islr.features.Features;
import islr.features.Frames;
import islr.features.LandmarkGroup;
import islr.features.Statistics;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The clips of a run, prepared and split.
///
/// @param training clips to learn from
/// @param heldOut clips of signers the model does not see; may be empty
/// @param statistics of the training clips, as the model takes them (`stats.<group>.mean`, …)
/// @param skipped what nothing can be learnt from: no hand was seen, or the clip cannot be read
/// @param remarks what a user should know: clips skipped, signs with hardly a clip
public record TrainingClips(List<StoredClip> training, List<StoredClip> heldOut, Map<String, Tensor> statistics,
        Set<ClipSource.Recording> skipped, List<String> remarks) {
    private static final int LISTED = 3;

    /// Reads, prepares and splits all clips of a source.
    ///
    /// @param features what the model reads of a clip
    /// @param cache where prepared clips are kept, if anywhere
    /// @throws IOException if no clip is left to train on
    public static TrainingClips prepare(ClipSource source, Split split, Features features, int threads,
            Optional<Path> cache, Progress progress) throws IOException, InterruptedException {
        ClipStore store = cache.isPresent() ? ClipCache.read(cache.get(), source, features, threads, progress)
                : ClipStore.read(source, features, threads, progress);
        List<StoredClip> training = split.part(source, store, false);
        if (training.isEmpty()) {
            throw new IOException("training: none of the " + source.recordings().size() + " clips is left to train on"
                    + (store.unreadable().isEmpty() ? "; no hand was seen in any of them"
                            : "; the first problem: " + store.unreadable().getFirst()));
        }
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        Iterable<Frames> all = ClipStore.frames(training, features);
        for (LandmarkGroup group : features.groups()) {
            Statistics of = Statistics.of(all, group);
            statistics.put("stats." + group.name() + ".mean", Tensor.of(Shape.of(group.count(), 2), of.mean()));
            statistics.put("stats." + group.name() + ".std", Tensor.of(Shape.of(group.count(), 2), of.std()));
        }
        Set<ClipSource.Recording> skipped = new HashSet<>();
        for (int i = 0; i < store.clips().size(); i++) {
            if (store.clips().get(i).isEmpty()) {
                skipped.add(source.recordings().get(i));
            }
        }
        return new TrainingClips(training, split.part(source, store, true), statistics, skipped,
                remarks(source, store, training));
    }

    private static String of(int count, ClipStore store) {
        return count + " of " + store.clips().size() + " clips.";
    }

    private static List<String> remarks(ClipSource source, ClipStore store, List<StoredClip> training) {
        List<String> remarks = new ArrayList<>();
        int handless = (int) store.clips().stream().filter(StoredClip::isEmpty).count() - store.unreadable().size();
        if (handless > 0) {
            remarks.add("Skipped without a hand in any frame: " + of(handless, store));
        }
        if (!store.unreadable().isEmpty()) {
            remarks.add("Skipped because they cannot be read: " + of(store.unreadable().size(), store) + " "
                    + String.join("; ", store.unreadable().subList(0, Math.min(LISTED, store.unreadable().size())))
                    + (store.unreadable().size() > LISTED ? "; …" : ""));
        }
        int[] clips = new int[source.signs().size()];
        training.forEach(clip -> clips[clip.label()]++);
        for (int most = 0; most <= 1; most++) {
            List<String> rare = new ArrayList<>();
            for (int label = 0; label < clips.length; label++) {
                if (clips[label] == most) {
                    rare.add("'" + source.signs().name(label) + "'");
                }
            }
            if (!rare.isEmpty()) {
                remarks.add((most == 0 ? "No clip" : "Only one clip") + " to learn from for " + rare.size() + " of "
                        + clips.length + " signs: " + String.join(", ", rare.subList(0, Math.min(LISTED, rare.size())))
                        + (rare.size() > LISTED ? ", …" : "") + ".");
            }
        }
        return remarks;
    }
}
