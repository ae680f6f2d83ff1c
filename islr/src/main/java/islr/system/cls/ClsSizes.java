package islr.system.cls;

import islr.system.Settings;

/// The sizes of a network.
///
/// @param frames L, the most that a clip may have
/// @param units D
/// @param heads divides D
/// @param features F, numbers a frame
/// @param classes number of signs
/// @param dropout rate before the classifier
record ClsSizes(int frames, int units, int heads, int features, int classes, float dropout) {

    /// @throws IllegalArgumentException if the units do not divide into the heads
    static ClsSizes of(Settings settings, int classes) {
        settings.requireDivisor(Cls.UNITS, Cls.HEADS);
        return new ClsSizes(settings.get(Cls.FRAMES), settings.get(Cls.UNITS), settings.get(Cls.HEADS),
                ClsFeatures.WIDTH, classes, settings.get(Cls.DROPOUT).floatValue());
    }
}
