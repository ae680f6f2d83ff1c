package islr.system.gislr;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.OptionalInt;

/// Chosen landmarks of chosen frames, pooled to at most S frames: clip [T, 543, 3] → [min(n, S), 3C + 2], see
/// `FrameRows`.
///
/// @param set what is chosen
/// @param size S
public record GislrFeatures(FeatureSet set, int size) implements Features {
    @Override
    public SkeletonRows rows() {
        return set.rows();
    }

    @Override
    public int points() {
        return set.columns();
    }

    @Override
    public OptionalInt mostFrames() {
        return OptionalInt.of(size);
    }

    @Override
    public int width() {
        return new FrameRows(set.columns()).width();
    }

    @Override
    public String version() {
        return set.version() + " pooled to " + size + ", 2";
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        return FramePooling.pool(memory, set.choice().of(clip, memory), clip.frames(), size);
    }

    @Override
    public String whyEmpty() {
        return "no hand was seen in any frame";
    }
}
