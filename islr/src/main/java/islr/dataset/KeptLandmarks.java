package islr.dataset;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Optional;

/// The landmarks themselves as features, `[T, R·3]`: what is kept of clips whose features are computed anew in every
/// epoch.
///
/// @param rows R landmarks
record KeptLandmarks(SkeletonRows rows) implements Features {
    @Override
    public int points() {
        return rows.count();
    }

    @Override
    public int width() {
        return rows.count() * Skeleton.AXES;
    }

    @Override
    public String version() {
        return "landmarks 1, " + rows;
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        float[] landmarks = clip.only(rows).landmarks();
        return new Sample(Tensor.of(Shape.of(clip.frames(), width()), landmarks));
    }

    /// What a system reads of a clip that was kept, and the clip.
    ///
    /// @param kept with landmarks as its sample
    /// @param name of the clip
    LabelledSample prepared(LabelledSample kept, String name, Features features) {
        if (kept.isEmpty()) {
            Sample nothing = new Sample(Tensor.zeros(0, features.width()));
            return new LabelledSample(nothing, kept.label(), kept.seen(), kept.notes(), Optional.empty());
        }
        Clip clip = new Clip(name, rows, kept.sample().values().toArray()).with(kept.notes());
        return new LabelledSample(features.of(clip), kept.label(), kept.seen(), clip.with(features.notes(clip)).notes(),
                Optional.of(clip));
    }
}
