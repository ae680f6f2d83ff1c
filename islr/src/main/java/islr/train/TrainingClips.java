package islr.train;

import islr.dataset.ClipSource;
import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.dataset.SampleStore;
import islr.dataset.Split;
import islr.internal.Checksum;
import islr.system.Features;
import islr.system.Training;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.train.run.RunSettings;
import islr.weights.text.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The clips of a run, prepared and split.
///
/// @param training samples to learn from
/// @param heldOut samples that the model is judged on; may be empty
/// @param statistics of the training samples, as the model takes them (`stats.<group>.mean`, …)
/// @param skipped what nothing can be learnt from: nothing was seen, or the clip cannot be read
/// @param remarks what a user should know, see `Remarks`
public record TrainingClips(List<LabelledSample> training, List<LabelledSample> heldOut,
        SequencedMap<String, Tensor> statistics, Set<ClipSource.Recording> skipped, List<String> remarks) {
    public TrainingClips {
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(heldOut, "heldOut");
        Objects.requireNonNull(statistics, "statistics");
        Objects.requireNonNull(skipped, "skipped");
        Objects.requireNonNull(remarks, "remarks");
    }

    /// Reads, prepares and splits all clips of a source.
    ///
    /// @param cache where prepared clips are kept, if anywhere
    /// @throws IOException if no clip is left to train on, or none shows a part of the body that the preset reads
    public static TrainingClips prepare(ClipSource source, Split split, RunSettings settings, int threads,
            Optional<Path> cache, Progress progress) throws IOException, InterruptedException {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(settings, "settings");
        Features features = settings.features();
        SampleStore store = Changes.of(settings).needClips()
                ? SampleStore.readWithClips(source, features, threads, cache, progress)
                : SampleStore.read(source, features, threads, cache, progress);
        Sides sides = Sides.of(source, split, store);
        List<LabelledSample> training = Sides.samples(sides.training(), store);
        if (training.isEmpty()) {
            throw new IOException(
                    "training: none of the " + Counts.of(source.recordings().size()) + " clips is left to train on"
                            + (store.unreadable().isEmpty() ? "; " + features.whyEmpty() + " of any of them"
                                    : "; the first problem: " + store.unreadable().getFirst()));
        }
        try {
            Training.requireCounting(settings.values(),
                    ShownClips.of(training, ShownClips.Rule.of(settings)).largest());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        Set<ClipSource.Recording> skipped = new HashSet<>();
        for (int i = 0; i < store.samples().size(); i++) {
            if (store.samples().get(i).isEmpty()) {
                skipped.add(source.recordings().get(i));
            }
        }
        SequencedMap<String, Tensor> statistics = settings.signs().architecture().statistics(settings.values(),
                () -> training.stream().map(LabelledSample::sample).iterator());
        List<LabelledSample> heldOut = Sides.samples(sides.heldOut(), store).stream().map(LabelledSample::withoutClip)
                .toList();
        return new TrainingClips(training, heldOut, statistics, skipped,
                new Remarks(source, split, store, sides, settings).all());
    }

    /// Tells the content of the training samples apart, for a run that is resumed: that of their clips, too, where they
    /// are changed, as not all of a clip is to be seen in its sample.
    public String checksum() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (LabelledSample each : training) {
            all.put(Integer.toString(all.size()), each.sample().values());
            each.clip().ifPresent(clip -> all.put(Integer.toString(all.size()),
                    Tensor.of(Shape.of(clip.landmarks().length), clip.landmarks())));
        }
        return Checksum.of(all);
    }
}
