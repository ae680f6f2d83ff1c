package islr.draw;

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
import islr.augment.MixedClips;
import islr.augment.PairAugmentation;
import islr.augment.PartCutout;
import islr.augment.PartMix;
import islr.augment.Rotation;
import islr.augment.Scaling;
import islr.augment.Shear;
import islr.augment.Shift;
import islr.augment.Stretch;
import islr.augment.TimeChange;
import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.Mirror;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The picture of the README: what each change does to one synthetic clip, with random numbers that show it well.
final class AugmentationsPicture {
    /// A sign of two hands, by two people.
    private static final SyntheticSigners SIGNERS = new SyntheticSigners(new SyntheticSettings(4, 40, 2, 1, 0));
    private static final int SIGN = 29;
    private static final Clip CLIP = withGaps(withFace(SIGNERS.clip(SIGN, 0, 0)));
    private static final Clip OTHER = withFace(SIGNERS.clip(SIGN, 1, 0));

    private AugmentationsPicture() {}

    /// A hand is lost on its way, and one at the end: what two of the changes fill in.
    private static Clip withGaps(Clip clip) {
        int frames = clip.frames();
        return HandLoss.without(HandLoss.without(clip, Skeleton.RIGHT_HAND, frames / 4, frames / 6), Skeleton.LEFT_HAND,
                frames * 5 / 6, frames);
    }

    /// Synthetic faces have the points of their outline anywhere on the head: here they are on an ellipse through
    /// forehead, temple and chin.
    private static Clip withFace(Clip clip) {
        float[] landmarks = clip.landmarks().clone();
        int[] outline = Bones.FACE[0];
        int points = outline.length - 1;
        for (int t = 0; t < clip.frames(); t++) {
            int top = clip.index(t, 10);
            int chin = clip.index(t, 152);
            int right = clip.index(t, 234);
            int left = clip.index(t, 454);
            for (int i = 0; i < points; i++) {
                double angle = 2 * Math.PI * i / points;
                for (int axis = 0; axis < Skeleton.AXES; axis++) {
                    float[] from = clip.landmarks();
                    double middle = (from[top + axis] + from[chin + axis]) / 2.0;
                    double across = Math.sin(angle) * (from[left + axis] - from[right + axis]) / 2;
                    double down = -Math.cos(angle) * (from[chin + axis] - from[top + axis]) / 2;
                    landmarks[clip.index(t, Mirror.partner(outline[i])) + axis] = (float) (middle - across + down);
                    landmarks[clip.index(t, outline[i]) + axis] = (float) (middle + across + down);
                }
            }
        }
        return clip.with(landmarks);
    }

    /// The text of an SVG file.
    static String svg() {
        ChangesPage page = new ChangesPage("What the random changes of clips do", List.of(
                "Each box has one frame of the same clip: grey before the change, in colour after it (left hand "
                        + "blue, right hand vermilion).",
                "Below it, a dash stands for each frame in which a hand is seen, at the frame's time: grey "
                        + "before, in colour after."));
        add(page, "face_mix", 1, new FaceMix(1));
        add(page, "part_mix", 1, new PartMix(1));
        add(page, "interpolate", 1, new Interpolation(1), 1);
        add(page, "fill_hand", 1, new HandFilling(1), 1);
        add(page, "mirror", 1, new MirrorImage(1), 1);
        add(page, "time_change", 1, new TimeChange(1), 8);
        add(page, "stretch", 1, new Stretch(1), 3);
        add(page, "crop", 1, new Crop(1), 5);
        add(page, "body_change", 1, new BodyChange(1), 4);
        add(page, "hand_change", 1, new HandChange(1), 7);
        add(page, "rotate", 1, new Rotation(1), 3);
        add(page, "scale", 1, new Scaling(1), 3);
        add(page, "shear", 1, new Shear(1), 3);
        add(page, "shift", 1, new Shift(1), 3);
        add(page, "hand_loss", 1, new HandLoss(1), 4);
        add(page, "cutout", 1, new PartCutout(1), 7);
        add(page, "landmark_dropout", 0.3, new LandmarkDropout(0.3), 5);
        add(page, "frame_dropout", 0.3, new FrameDropout(0.3), 6);
        mixed(page);
        return page.svg();
    }

    private static void add(ChangesPage page, String key, double value, ClipAugmentation change, long seed) {
        Clip after = change.apply(CLIP, new SplittableRandom(seed));
        page.add(ChangeDrawing.of(title(key, value), CLIP, after, times(change, after, seed),
                ChangeDrawing.View.PERSON));
    }

    private static void add(ChangesPage page, String key, double value, PairAugmentation change) {
        Clip after = change.apply(CLIP, OTHER, new SplittableRandom(1));
        double[] times = new double[after.frames()];
        Arrays.setAll(times, t -> t);
        page.add(ChangeDrawing.of(title(key, value), CLIP, after, times, ChangeDrawing.View.HEAD));
    }

    /// With another clip, of any sign; the share is one of those that are drawn.
    private static void mixed(ChangesPage page) {
        Clip after = MixedClips.of(CLIP, OTHER, 0.7);
        double[] times = new double[after.frames()];
        Arrays.setAll(times, t -> t);
        page.add(ChangeDrawing.of(title("mixup", 0.2), CLIP, after, times, ChangeDrawing.View.PERSON));
    }

    private static String title(String key, double value) {
        return key + " = " + (value == 1 ? "1" : Double.toString(value));
    }

    /// The time of each frame, in frames of the clip before: read from a clock to which the same happens, if it changes
    /// times and nothing else.
    private static double[] times(ClipAugmentation change, Clip after, long seed) {
        double[] times = new double[after.frames()];
        Arrays.setAll(times, t -> t);
        if (change instanceof TimeChange || change instanceof Stretch || change instanceof Crop
                || change instanceof FrameDropout) {
            float[] clock = CLIP.landmarks().clone();
            int size = clock.length / CLIP.frames();
            for (int i = 0; i < clock.length; i++) {
                clock[i] = i / size;
            }
            Clip changed = change.apply(CLIP.with(clock), new SplittableRandom(seed));
            Arrays.setAll(times, t -> changed.x(t, Skeleton.NOSE));
        }
        return times;
    }
}
