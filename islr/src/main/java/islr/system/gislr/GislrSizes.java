package islr.system.gislr;

import islr.system.Settings;
import java.util.List;

/// The sizes and choices of a network.
///
/// @param frames S
/// @param units D
/// @param landmarkUnits width of the group embeddings
/// @param heads divides D
/// @param blocks number of blocks
/// @param classes number of signs
/// @param features what it reads of a clip
/// @param norm layer norms in the blocks
/// @param padding what padding does
/// @param dropout rate inside the feed-forward networks
/// @param classifierDropout rate before the classifier
record GislrSizes(int frames, int units, int landmarkUnits, int heads, int blocks, int classes, FeatureSet features,
        Gislr.Norm norm, Padding padding, float dropout, float classifierDropout) {

    /// @throws IllegalArgumentException if the units do not divide into the heads
    static GislrSizes of(Settings settings, int classes) {
        settings.requireDivisor(Gislr.UNITS, Gislr.HEADS);
        return new GislrSizes(settings.get(Gislr.FRAMES), settings.get(Gislr.UNITS), settings.get(Gislr.LANDMARK_UNITS),
                settings.get(Gislr.HEADS), settings.get(Gislr.BLOCKS), classes, settings.get(Gislr.FEATURES),
                settings.get(Gislr.NORM), settings.get(Gislr.PADDING), settings.get(Gislr.DROPOUT).floatValue(),
                settings.get(Gislr.CLASSIFIER_DROPOUT).floatValue());
    }

    List<LandmarkGroup> groups() {
        return features.groups();
    }
}
