package islr.dataset;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.system.Sample;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What a model reads of a labelled clip.
///
/// @param label number of its sign
/// @param seen the parts of the body of which a landmark that the model reads was seen in any frame
/// @param notes what to know about how the clip was read
/// @param clip the landmarks that the sample was made of, where it will be made again of changed ones
public record LabelledSample(Sample sample, int label, Set<Skeleton.Part> seen, Set<ClipNote> notes,
        Optional<Clip> clip) {
    public LabelledSample {
        Objects.requireNonNull(sample, "sample");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(notes, "notes");
        Objects.requireNonNull(clip, "clip");
    }

    /// The same where the sample will not be made again.
    public LabelledSample withoutClip() {
        return new LabelledSample(sample, label, seen, notes, Optional.empty());
    }

    /// There is nothing in it to learn from.
    public boolean isEmpty() {
        return sample.isEmpty();
    }

    /// A set as a number, for files.
    static int bits(Set<? extends Enum<?>> set) {
        return set.stream().mapToInt(each -> 1 << each.ordinal()).sum();
    }

    /// The set of such a number.
    static <E extends Enum<E>> Set<E> set(Class<E> type, int bits) {
        Set<E> set = EnumSet.noneOf(type);
        for (E each : type.getEnumConstants()) {
            if ((bits & 1 << each.ordinal()) != 0) {
                set.add(each);
            }
        }
        return set;
    }
}
