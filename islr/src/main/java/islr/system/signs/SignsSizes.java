package islr.system.signs;

import islr.system.Settings;

/// The sizes of a network.
///
/// @param frames S, rows of a clip
/// @param features F, numbers in a row
/// @param units D
/// @param heads divides D; 0 for no attention
/// @param blocks k
/// @param classes number of signs
/// @param dropout rate behind each part of a block, and on the attention maps
/// @param classifierDropout rate before the classifier
record SignsSizes(int frames, int features, int units, int heads, int blocks, int classes, float dropout,
        float classifierDropout) {

    /// @throws IllegalArgumentException if the units do not divide into the heads
    static SignsSizes of(Settings settings, int features, int classes) {
        if (settings.get(Signs.HEADS) > 0) {
            settings.requireDivisor(Signs.UNITS, Signs.HEADS);
        }
        return new SignsSizes(settings.get(Signs.FRAMES), features, settings.get(Signs.UNITS),
                settings.get(Signs.HEADS), settings.get(Signs.BLOCKS), classes,
                settings.get(Signs.DROPOUT).floatValue(), settings.get(Signs.CLASSIFIER_DROPOUT).floatValue());
    }
}
