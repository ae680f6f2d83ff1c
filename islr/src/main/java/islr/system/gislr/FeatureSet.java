package islr.system.gislr;

import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import java.util.Arrays;
import java.util.List;

/// The kinds of features that a GISLR model can be trained with.
public enum FeatureSet {
    /// GISLR-64's.
    DOMINANT_HAND("dominant-hand", 1, DominantHandFrames.GROUPS, DominantHandFrames::of),
    /// Ours: nothing is mirrored, no hand is left out.
    BOTH_HANDS("both-hands", 1, BothHandsFrames.GROUPS, BothHandsFrames::withAHand),
    /// GISLR-32's.
    POSITIVE_HANDS("positive-hands", 1, BothHandsFrames.GROUPS, BothHandsFrames::withAPositiveMean);

    private final String id;
    private final int version;
    private final List<LandmarkGroup> groups;
    private final FrameChoice choice;

    /// @param version counts the changes of what is computed: prepared clips of another version are made anew
    FeatureSet(String id, int version, List<LandmarkGroup> groups, FrameChoice choice) {
        this.id = id;
        this.version = version;
        this.groups = groups;
        this.choice = choice;
    }

    /// Its name on the command line and in checkpoints: `both-hands`.
    public String id() {
        return id;
    }

    /// Changes whenever other numbers come out.
    String version() {
        return id + " " + version;
    }

    /// The landmark groups that the columns of a frame consist of, in their order.
    public List<LandmarkGroup> groups() {
        return groups;
    }

    /// C.
    public int columns() {
        return groups.stream().mapToInt(LandmarkGroup::count).sum();
    }

    /// The landmarks that are read: of both sides, for which hand is dominant shows only then.
    SkeletonRows rows() {
        return LandmarkSets.lipsHandsAndArms();
    }

    FrameChoice choice() {
        return choice;
    }

    static List<FeatureSet> all() {
        return Arrays.asList(values());
    }
}
