package islr.system.sixth;

import islr.system.Setting;
import islr.system.Settings;
import java.util.List;

/// The sizes of a network.
///
/// @param frames L, frames that are told apart
/// @param landmarkUnits E, width of a landmark
/// @param partUnits D, width of what each part of the body becomes
/// @param units X, which decides the widths of the layers, see [#widths]
/// @param baseUnits X0, the width of the narrowest model
/// @param heads H, divides all widths
/// @param classes number of signs
/// @param tail what a model that predicts sees behind a clip
/// @param dropout p
record SixthSizes(int frames, int landmarkUnits, int partUnits, int units, int baseUnits, int heads, int classes,
        Tail tail, float dropout) {
    /// From this width of a part on, its dropout is p, below p/2; in the original 256 where X0 is 512.
    private static final int HALVED_BELOW = 256;
    /// Of four times p.
    private static final float MOST_DROPOUT = 0.95f;

    /// Those of the model that predicts.
    ///
    /// @throws IllegalArgumentException if the widths do not divide into the heads
    static SixthSizes of(Settings settings, int classes) {
        return of(settings, Sixth.PART_UNITS, Sixth.UNITS, classes);
    }

    /// Those of the student and its teacher.
    ///
    /// @throws IllegalArgumentException if the widths do not divide into the heads
    static SixthSizes ofStudent(Settings settings, int classes) {
        return of(settings, Sixth.STUDENT_PART_UNITS, Sixth.STUDENT_UNITS, classes);
    }

    private static SixthSizes of(Settings settings, Setting<Integer> partUnits, Setting<Integer> units, int classes) {
        SixthSizes sizes = new SixthSizes(settings.get(Sixth.FRAMES), settings.get(Sixth.LANDMARK_UNITS),
                settings.get(partUnits), settings.get(units), settings.get(Sixth.BASE_UNITS), settings.get(Sixth.HEADS),
                classes, settings.get(Sixth.TAIL), settings.get(Sixth.DROPOUT).floatValue());
        if (sizes.units < sizes.baseUnits) {
            throw new IllegalArgumentException(units.key() + ": " + sizes.units + " is less than "
                    + Sixth.BASE_UNITS.key() + ", " + sizes.baseUnits);
        }
        for (int width : sizes.widths()) {
            if (width % sizes.heads != 0) {
                throw new IllegalArgumentException(
                        Sixth.HEADS.key() + ": " + sizes.heads + " heads do not divide the widths of the layers, "
                                + sizes.widths() + "; choose other units or heads");
            }
        }
        return sizes;
    }

    /// The widths before the first layer, between the layers, and behind the last one. With `X < 2·X0` they grow by
    /// `δ = min(X0/2, X − X0)` in the first and shrink again in the last; from `X = 2·X0` on they only grow: by δ twice
    /// from X0, or above that by `⌊(X − 2·X0)/2⌋` twice from 2·X0.
    List<Integer> widths() {
        boolean large = units > 2 * baseUnits;
        int first = large ? 2 * baseUnits : baseUnits;
        int delta = large ? (units - first) / 2 : Math.min(baseUnits / 2, units - baseUnits);
        return units < 2 * baseUnits ? List.of(first, first + delta, first + delta, first)
                : List.of(first, first + delta, first + 2 * delta, first + 2 * delta);
    }

    /// The dropout of the parts.
    float partDropout() {
        return partUnits >= HALVED_BELOW ? dropout : dropout / 2;
    }

    /// The dropout of a layer, 0 to 2.
    float layerDropout(int layer) {
        boolean grows = !widths().getFirst().equals(widths().get(1));
        return Math.min(MOST_DROPOUT, dropout * switch (layer) {
            case 0 -> 1;
            case 1 -> grows ? 2 : 1;
            default -> units < 2 * baseUnits ? 2 : 4;
        });
    }
}
