package islr.train;

import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.dataset.ClipSource;
import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.dataset.SampleStore;
import islr.dataset.Split;
import islr.internal.Checksum;
import islr.system.Features;
import islr.tensor.Tensor;
import islr.train.run.RunSettings;
import islr.weights.text.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// The clips of a run, prepared and split.
///
/// @param training samples to learn from
/// @param heldOut samples of signers that the model does not see; may be empty
/// @param statistics of the training samples, as the model takes them (`stats.<group>.mean`, …)
/// @param skipped what nothing can be learnt from: nothing was seen, or the clip cannot be read
/// @param remarks what a user should know: clips skipped, signs with hardly a clip, parts of the body never seen
public record TrainingClips(List<LabelledSample> training, List<LabelledSample> heldOut,
        SequencedMap<String, Tensor> statistics, Set<ClipSource.Recording> skipped, List<String> remarks) {
    private static final int LISTED = 3;

    /// Reads, prepares and splits all clips of a source.
    ///
    /// @param cache where prepared clips are kept, if anywhere
    /// @throws IOException if no clip is left to train on, or none shows a part of the body that the preset reads
    public static TrainingClips prepare(ClipSource source, Split split, RunSettings settings, int threads,
            Optional<Path> cache, Progress progress) throws IOException, InterruptedException {
        Features features = settings.features();
        SampleStore store = SampleStore.read(source, features, threads, cache, progress);
        List<LabelledSample> training = split.part(source, store, false);
        if (training.isEmpty()) {
            throw new IOException(
                    "training: none of the " + Counts.of(source.recordings().size()) + " clips is left to train on"
                            + (store.unreadable().isEmpty() ? "; " + features.whyEmpty() + " of any of them"
                                    : "; the first problem: " + store.unreadable().getFirst()));
        }
        Set<ClipSource.Recording> skipped = new HashSet<>();
        for (int i = 0; i < store.samples().size(); i++) {
            if (store.samples().get(i).isEmpty()) {
                skipped.add(source.recordings().get(i));
            }
        }
        SequencedMap<String, Tensor> statistics = settings.preset().architecture().statistics(settings.values(),
                () -> training.stream().map(LabelledSample::sample).iterator());
        return new TrainingClips(training, split.part(source, store, true), statistics, skipped,
                remarks(source, store, training, settings));
    }

    /// Tells the content of the training samples apart, for a run that is resumed.
    public String checksum() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        training.forEach(each -> all.put(Integer.toString(all.size()), each.sample().values()));
        return Checksum.of(all);
    }

    private static String of(int count, SampleStore store) {
        return Counts.of(count) + " of " + Counts.of(store.samples().size()) + " clips.";
    }

    private static List<String> remarks(ClipSource source, SampleStore store, List<LabelledSample> training,
            RunSettings settings) throws IOException {
        List<String> remarks = new ArrayList<>();
        int empty = (int) store.samples().stream().filter(LabelledSample::isEmpty).count() - store.unreadable().size();
        if (empty > 0) {
            remarks.add("Skipped, because " + settings.features().whyEmpty() + ": " + of(empty, store));
        }
        if (!store.unreadable().isEmpty()) {
            remarks.add("Skipped because they cannot be read: " + of(store.unreadable().size(), store) + " "
                    + String.join("; ", store.unreadable().subList(0, Math.min(LISTED, store.unreadable().size())))
                    + (store.unreadable().size() > LISTED ? "; …" : ""));
        }
        for (ClipNote note : ClipNote.values()) {
            List<String> noted = new ArrayList<>();
            for (int i = 0; i < store.samples().size(); i++) {
                if (store.samples().get(i).notes().contains(note)) {
                    noted.add(source.recordings().get(i).name());
                }
            }
            if (!noted.isEmpty()) {
                remarks.add("Note: " + note.text() + ": " + of(noted.size(), store) + " "
                        + String.join(", ", noted.subList(0, Math.min(LISTED, noted.size())))
                        + (noted.size() > LISTED ? ", …" : ""));
            }
        }
        neverSeen(training, settings).ifPresent(remarks::add);
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

    /// Parts of the body that the preset reads and no clip shows.
    private static Optional<String> neverSeen(List<LabelledSample> training, RunSettings settings) throws IOException {
        Map<Skeleton.Part, Integer> read = new EnumMap<>(Skeleton.Part.class);
        for (int row : settings.features().rows().toArray()) {
            read.merge(Skeleton.Part.of(row), 1, Integer::sum);
        }
        Map<Skeleton.Part, Integer> missing = new EnumMap<>(read);
        training.forEach(each -> missing.keySet().removeAll(each.seen()));
        // Who signs with one hand lacks nothing.
        if (!(missing.containsKey(Skeleton.Part.LEFT_HAND) && missing.containsKey(Skeleton.Part.RIGHT_HAND))) {
            missing.keySet().removeAll(List.of(Skeleton.Part.LEFT_HAND, Skeleton.Part.RIGHT_HAND));
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String parts = missing.entrySet().stream()
                .map(part -> part.getKey().label().replace('_', ' ') + " (" + part.getValue() + " landmarks)")
                .collect(Collectors.joining(", "));
        if (missing.size() == read.size()) {
            throw new IOException("training: preset " + settings.preset().id() + " reads " + parts
                    + ", and no clip shows any of it; are the columns x, y and z filled?");
        }
        return Optional.of("Preset " + settings.preset().id() + " reads " + parts
                + ", which no clip shows: it is trained without.");
    }
}
