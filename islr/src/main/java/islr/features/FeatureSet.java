package islr.features;

import islr.data.SkeletonRows;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// The kinds of [Features] that a model can be trained with.
public enum FeatureSet {
    DOMINANT_HAND("dominant-hand", 1, DominantHandFeatures.GROUPS, LandmarkSets.lipsHandsAndArms(),
            DominantHandFeatures::new), //
    BOTH_HANDS("both-hands", 1, BothHandsFeatures.GROUPS, LandmarkSets.lipsHandsAndArms(), BothHandsFeatures::new);

    private final String id;
    private final int version;
    private final List<LandmarkGroup> groups;
    private final SkeletonRows rows;
    private final IntFunction<Features> features;

    /// @param version counts the changes of what is computed: prepared clips of another version are made anew
    FeatureSet(String id, int version, List<LandmarkGroup> groups, SkeletonRows rows, IntFunction<Features> features) {
        this.id = id;
        this.version = version;
        this.groups = groups;
        this.rows = rows;
        this.features = features;
    }

    /// Its name on the command line and in checkpoints: `both-hands`.
    public String id() {
        return id;
    }

    /// Changes whenever other numbers come out.
    public String version() {
        return id + " " + version;
    }

    /// As in [Features#groups()].
    public List<LandmarkGroup> groups() {
        return groups;
    }

    /// As in [Features#rows()].
    public SkeletonRows rows() {
        return rows;
    }

    /// The landmarks that one set or another reads: for a clip that is read before its model is known.
    public static SkeletonRows rowsOfAny() {
        return SkeletonRows
                .of(Arrays.stream(values()).flatMapToInt(set -> Arrays.stream(set.rows.toArray())).toArray());
    }

    /// @param size S, 2 to 1024
    /// @throws IllegalArgumentException if it is not
    public Features of(int size) {
        if (size < 2 || size > 1024) {
            throw new IllegalArgumentException("features: " + size + " frames are not in 2 to 1024");
        }
        return features.apply(size);
    }

    /// @throws IllegalArgumentException if there is no such set, naming those that there are
    public static FeatureSet of(String id) {
        return Arrays.stream(values()).filter(set -> set.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are no features '" + id + "'; there are "
                        + Arrays.stream(values()).map(FeatureSet::id).collect(Collectors.joining(", "))));
    }
}
