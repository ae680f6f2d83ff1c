package islr.dataset;

import islr.data.Skeleton;
import islr.system.Sample;
import java.util.EnumSet;
import java.util.Set;

/// What a model reads of a labelled clip.
///
/// @param label number of its sign
/// @param seen the parts of the body of which a landmark that the model reads was seen in any frame
public record LabelledSample(Sample sample, int label, Set<Skeleton.Part> seen) {
    /// There is nothing in it to learn from.
    public boolean isEmpty() {
        return sample.isEmpty();
    }

    /// Parts as a number, for files.
    static int bits(Set<Skeleton.Part> parts) {
        return parts.stream().mapToInt(part -> 1 << part.ordinal()).sum();
    }

    static Set<Skeleton.Part> parts(int bits) {
        Set<Skeleton.Part> parts = EnumSet.noneOf(Skeleton.Part.class);
        for (Skeleton.Part part : Skeleton.Part.values()) {
            if ((bits & 1 << part.ordinal()) != 0) {
                parts.add(part);
            }
        }
        return parts;
    }
}
