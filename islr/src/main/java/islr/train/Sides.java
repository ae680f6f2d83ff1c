package islr.train;

import islr.data.ClipNote;
import islr.dataset.ClipSource;
import islr.dataset.LabelledSample;
import islr.dataset.SampleStore;
import islr.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which clips of a source are learnt from and which are judged, by their places in it. Clips without anything to see
/// are in neither.
///
/// @param training what is learnt from
/// @param heldOut what is judged
/// @param otherUnits clips of the training side that are left out, because their coordinates are in other units than
///     those of the others: a single one in pixels would be a hundred times as large as all else
/// @param heldOutCopies clips of the training side that are left out, because they are the same as one that is judged
/// @param copies all clips that are the same
record Sides(Set<Integer> training, Set<Integer> heldOut, Set<Integer> otherUnits, List<Integer> heldOutCopies,
        Copies copies) {

    static Sides of(ClipSource source, Split split, SampleStore store) {
        Set<Integer> training = new TreeSet<>();
        Set<Integer> heldOut = new TreeSet<>();
        for (int i = 0; i < store.samples().size(); i++) {
            if (!store.samples().get(i).isEmpty()) {
                (split.isHeldOut(source.recordings().get(i)) ? heldOut : training).add(i);
            }
        }
        Copies copies = Copies.among(store.samples());
        List<Integer> heldOutCopies = copies.of(training, heldOut);
        training.removeAll(heldOutCopies);
        Set<Integer> otherUnits = inOtherUnits(training, store);
        training.removeAll(otherUnits);
        return new Sides(training, heldOut, otherUnits, heldOutCopies, copies);
    }

    /// Empty where most are so: then their units are those of this source.
    private static Set<Integer> inOtherUnits(Set<Integer> training, SampleStore store) {
        Set<Integer> others = training.stream()
                .filter(i -> store.samples().get(i).notes().stream().anyMatch(ClipNote::isAboutUnits))
                .collect(Collectors.toSet());
        return 2 * others.size() < training.size() ? others : Set.of();
    }

    /// The samples of one side, in the order of the source.
    static List<LabelledSample> samples(Set<Integer> side, SampleStore store) {
        List<LabelledSample> samples = new ArrayList<>();
        side.forEach(i -> samples.add(store.samples().get(i)));
        return samples;
    }
}
