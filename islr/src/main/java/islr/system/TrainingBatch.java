package islr.system;

import java.util.List;
import java.util.Objects;

/// What a step of training learns from.
///
/// @param views the same clips, each time changed at random anew: as many as the recipe asks for, see [Recipe#views()]
/// @param targets what they are to be answered with
public record TrainingBatch(List<Batch> views, Targets targets) {
    /// @throws IllegalArgumentException if there is no view, or one has not as many clips as there are targets
    public TrainingBatch {
        Objects.requireNonNull(targets, "targets");
        views = List.copyOf(views);
        if (views.isEmpty()) {
            throw new IllegalArgumentException("training batch: there is no view");
        }
        for (Batch view : views) {
            if (view.size() != targets.size()) {
                throw new IllegalArgumentException(
                        "training batch: " + view.size() + " clips with " + targets.size() + " targets");
            }
        }
    }

    /// One view.
    public static TrainingBatch of(Batch samples, int... labels) {
        return new TrainingBatch(List.of(samples), Targets.of(labels));
    }

    /// The first view.
    public Batch samples() {
        return views.getFirst();
    }

    /// A view, or the first one for a recipe that asks for more than there are.
    public Batch view(int number) {
        return number < views.size() ? views.get(number) : samples();
    }

    /// Number of clips.
    public int size() {
        return targets.size();
    }
}
