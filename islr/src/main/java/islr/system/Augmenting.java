package islr.system;

import islr.augment.BodyChange;
import islr.augment.ClipAugmentation;
import islr.augment.Crop;
import islr.augment.FaceMix;
import islr.augment.FrameDropout;
import islr.augment.HandChange;
import islr.augment.HandFilling;
import islr.augment.HandLoss;
import islr.augment.Interpolation;
import islr.augment.LandmarkDropout;
import islr.augment.MirrorImage;
import islr.augment.PairAugmentation;
import islr.augment.PartCutout;
import islr.augment.PartMix;
import islr.augment.Rotation;
import islr.augment.Scaling;
import islr.augment.Shear;
import islr.augment.Shift;
import islr.augment.Stretch;
import islr.augment.TimeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/// The settings of what training shows of the clips, which every system offers: how often each sign, and random
/// changes. 0 is none, and the default.
public final class Augmenting {
    public static final Setting<Double> BALANCE = setting("balance",
            "how far signs of few clips are shown more often; 1 for as often as all others");
    public static final Setting<Double> FACE_MIX = setting("face_mix",
            "share of the clips that get the face of another clip of the same sign");
    public static final Setting<Double> PART_MIX = setting("part_mix",
            "share of the clips that get the lips of another clip of the same sign");
    public static final Setting<Double> INTERPOLATE = setting("interpolate",
            "share of the clips in which hands that were lost on their way are filled in on straight lines");
    public static final Setting<Double> FILL_HAND = setting("fill_hand",
            "share of the clips in which a missing hand becomes the mirror image of the other");
    public static final Setting<Double> MIRROR = setting("mirror", "share of the clips that are mirrored at random");
    public static final Setting<Double> TIME = setting("time_change",
            "how strongly clips are cut and warped in time at random");
    public static final Setting<Double> STRETCH = setting("stretch",
            "how far the number of frames is changed at random; 1 for half as many to half as many again");
    public static final Setting<Double> CROP = setting("crop",
            "share of the clips that lose up to a fifth of their frames at one end");
    public static final Setting<Double> BODY = setting("body_change",
            "how strongly arms, posture and camera are changed at random");
    public static final Setting<Double> HANDS = setting("hand_change",
            "how strongly the proportions of hands are changed at random");
    public static final Setting<Double> ROTATE = setting("rotate",
            "how far the picture is turned at random; 1 for up to 30 degrees");
    public static final Setting<Double> SCALE = setting("scale",
            "how far people are enlarged and reduced at random; 1 for up to 1.3 times");
    public static final Setting<Double> SHEAR = setting("shear",
            "how far the picture is sheared at random; 1 for up to 0.3");
    public static final Setting<Double> SHIFT = setting("shift",
            "how far people are moved at random; 1 for up to a fifth of the picture");
    public static final Setting<Double> LOSS = setting("hand_loss",
            "how often a hand goes missing for a while at random");
    public static final Setting<Double> CUTOUT = setting("cutout",
            "share of the clips in which a part of the body goes missing for a while");
    public static final Setting<Double> LANDMARK_DROPOUT = setting("landmark_dropout",
            "share of the landmarks that are missing in a whole clip at most");
    public static final Setting<Double> FRAME_DROPOUT = setting("frame_dropout",
            "share of the frames that are left out at random");
    public static final Setting<Double> MIXUP = setting("mixup",
            "α of the shares in which clips of any two signs are mixed; 0 for none");

    private static final List<Change<PairAugmentation>> PAIRS = List.of(new Change<>(FACE_MIX, FaceMix::new),
            new Change<>(PART_MIX, PartMix::new));

    private static final List<Change<ClipAugmentation>> CHANGES = List.of(new Change<>(INTERPOLATE, Interpolation::new),
            new Change<>(FILL_HAND, HandFilling::new), new Change<>(MIRROR, MirrorImage::new),
            new Change<>(TIME, TimeChange::new), new Change<>(STRETCH, Stretch::new), new Change<>(CROP, Crop::new),
            new Change<>(BODY, BodyChange::new), new Change<>(HANDS, HandChange::new),
            new Change<>(ROTATE, Rotation::new), new Change<>(SCALE, Scaling::new), new Change<>(SHEAR, Shear::new),
            new Change<>(SHIFT, Shift::new), new Change<>(LOSS, HandLoss::new), new Change<>(CUTOUT, PartCutout::new),
            new Change<>(LANDMARK_DROPOUT, LandmarkDropout::new), new Change<>(FRAME_DROPOUT, FrameDropout::new));

    /// The changes in the order in which they are applied.
    public static final List<Setting<Double>> SETTINGS = Stream.of(Stream.of(BALANCE),
            PAIRS.stream().map(Change::setting), CHANGES.stream().map(Change::setting), Stream.of(MIXUP))
            .flatMap(settings -> settings).toList();

    private Augmenting() {}

    /// A change of clips, or of a clip with another one.
    ///
    /// @param of the change, of the value of the setting
    private record Change<T>(Setting<Double> setting, DoubleFunction<T> of) {}

    private static Setting<Double> setting(String key, String description) {
        return Setting.real(key, description, 0, 1, 0).optional().onlyInTraining();
    }

    /// The settings of a system, followed by those of training that every system offers and by these.
    ///
    /// @param changed those of these that have other defaults
    public static List<Setting<?>> with(List<Setting<?>> own, Setting<?>... changed) {
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(changed, "changed");
        List<Setting<?>> all = new ArrayList<>(own);
        Stream.concat(Training.OFFERED.stream(), SETTINGS.stream())
                .filter(usual -> own.stream().noneMatch(each -> each.key().equals(usual.key())))
                .forEach(usual -> all.add(
                        Stream.of(changed).filter(each -> each.key().equals(usual.key())).findFirst().orElse(usual)));
        return all;
    }

    /// The changes of single clips that are asked for, in their order.
    public static List<ClipAugmentation> of(Settings settings) {
        Objects.requireNonNull(settings, "settings");
        return asked(CHANGES, settings);
    }

    /// The changes that are asked for which take something from another clip of the same sign, in their order. They
    /// come before those of single clips: both clips are then as they were recorded.
    public static List<PairAugmentation> ofPairs(Settings settings) {
        Objects.requireNonNull(settings, "settings");
        return asked(PAIRS, settings);
    }

    private static <T> List<T> asked(List<Change<T>> changes, Settings settings) {
        return changes.stream().filter(change -> settings.get(change.setting) > 0)
                .map(change -> change.of.apply(settings.get(change.setting))).toList();
    }
}
