package islr.system;

import islr.augment.BodyChange;
import islr.augment.ClipAugmentation;
import islr.augment.HandChange;
import islr.augment.HandLoss;
import islr.augment.MirrorImage;
import islr.augment.TimeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The settings of what training shows of the clips, which every system offers: how often each sign, and random
/// changes. 0 is none, and the default.
public final class Augmenting {
    public static final Setting<Double> BALANCE = Setting
            .real("balance", "how far signs of few clips are shown more often; 1 for as often as all others", 0, 1, 0)
            .optional().onlyInTraining();
    public static final Setting<Double> MIRROR = Setting
            .real("mirror", "share of the clips that are mirrored at random", 0, 1, 0).optional().onlyInTraining();
    public static final Setting<Double> TIME = Setting
            .real("time_change", "how strongly clips are cut and warped in time at random", 0, 1, 0).optional()
            .onlyInTraining();
    public static final Setting<Double> BODY = Setting
            .real("body_change", "how strongly arms, posture and camera are changed at random", 0, 1, 0).optional()
            .onlyInTraining();
    public static final Setting<Double> HANDS = Setting
            .real("hand_change", "how strongly the proportions of hands are changed at random", 0, 1, 0).optional()
            .onlyInTraining();
    public static final Setting<Double> LOSS = Setting
            .real("hand_loss", "how often a hand goes missing for a while at random", 0, 1, 0).optional()
            .onlyInTraining();

    public static final Setting<Double> MIXUP = Setting
            .real("mixup", "α of the shares in which clips of any two signs are mixed; 0 for none", 0, 1, 0).optional()
            .onlyInTraining();

    /// The changes in the order in which they are applied.
    public static final List<Setting<Double>> SETTINGS = List.of(BALANCE, MIRROR, TIME, BODY, HANDS, LOSS, MIXUP);

    private Augmenting() {}

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

    /// α of the shares in which clips are mixed; 0 if none are.
    public static double mixup(Settings settings) {
        return settings.get(MIXUP);
    }

    /// The changes that are asked for, in their order.
    public static List<ClipAugmentation> of(Settings settings) {
        Objects.requireNonNull(settings, "settings");
        List<ClipAugmentation> all = new ArrayList<>();
        if (settings.get(MIRROR) > 0) {
            all.add(new MirrorImage(settings.get(MIRROR)));
        }
        if (settings.get(TIME) > 0) {
            all.add(new TimeChange(settings.get(TIME)));
        }
        if (settings.get(BODY) > 0) {
            all.add(new BodyChange(settings.get(BODY)));
        }
        if (settings.get(HANDS) > 0) {
            all.add(new HandChange(settings.get(HANDS)));
        }
        if (settings.get(LOSS) > 0) {
            all.add(new HandLoss(settings.get(LOSS)));
        }
        return all;
    }
}
