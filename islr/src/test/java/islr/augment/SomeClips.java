package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import islr.features.Selection;
import islr.recognize.TestModels;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Clips that a change has to cope with.
final class SomeClips {
    static final int SHOULDER = Skeleton.POSE + 11;
    static final int ELBOW = Skeleton.POSE + 13;
    static final int WRIST = Skeleton.POSE + 15;

    private SomeClips() {}

    /// A person who signs.
    static Clip signer(int number) {
        return new SyntheticSigners(new SyntheticSettings(11, 6, 4, 1, 1)).clip(number % 6, number % 4, 0);
    }

    /// By what is special about them.
    static Map<String, Clip> all() {
        Clip signer = signer(3).only(SkeletonRows.of(Selection.concat(LandmarkSets.lips(), LandmarkSets.leftHand(),
                LandmarkSets.rightHand(), LandmarkSets.arms(), LandmarkSets.headAndArms())));
        Map<String, Clip> clips = new LinkedHashMap<>();
        clips.put("signer", signer(3));
        clips.put("some of a signer", signer);
        clips.put("random", TestModels.clip("random", 7, 1));
        clips.put("one frame", TestModels.clip("one frame", 1, 2));
        clips.put("two frames", TestModels.clip("two frames", 2, 3));
        clips.put("no frame", new Clip("no frame", new float[0]));
        clips.put("nothing", TestModels.nothing("nothing", 5));
        clips.put("no shoulders", without(signer, row -> row == SHOULDER || row == SHOULDER + 1));
        clips.put("one shoulder", without(signer, row -> row == SHOULDER));
        clips.put("no pose", without(signer, row -> Skeleton.Part.of(row) == Skeleton.Part.POSE));
        clips.put("no hands",
                without(signer, row -> row >= Skeleton.LEFT_HAND && row < Skeleton.POSE || row >= Skeleton.RIGHT_HAND));
        clips.put("a joint is missing", without(signer, row -> row == Skeleton.LEFT_HAND + 6));
        clips.put("hands alone",
                signer.only(SkeletonRows.of(Selection.concat(LandmarkSets.leftHand(), LandmarkSets.rightHand()))));
        clips.put("lips alone", signer.only(SkeletonRows.of(LandmarkSets.lips())));
        clips.put("some of a hand", signer.only(SkeletonRows.of(Skeleton.LEFT_HAND, Skeleton.LEFT_HAND + 8, WRIST,
                WRIST + 1, Skeleton.RIGHT_HAND, Skeleton.RIGHT_HAND + 8)));
        clips.put("arms without shoulders", signer.only(SkeletonRows.of(WRIST, WRIST + 1, ELBOW, ELBOW + 1)));
        clips.put("large", signer.with(scaled(signer.landmarks(), 1e30f)));
        clips.put("small", signer.with(scaled(signer.landmarks(), 1e-30f)));
        return clips;
    }

    private static float[] scaled(float[] numbers, float factor) {
        float[] scaled = numbers.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    /// Some landmarks are missing in all frames.
    static Clip without(Clip clip, IntPredicate missing) {
        float[] landmarks = clip.landmarks().clone();
        int[] rows = clip.rows().toArray();
        IntStream.range(0, landmarks.length).filter(i -> missing.test(rows[i / Skeleton.AXES % rows.length]))
                .forEach(i -> landmarks[i] = Float.NaN);
        return clip.with(landmarks);
    }

    /// A clip of some landmarks.
    ///
    /// @param numbers x, y, z of each in the order of the rows, the same in every frame
    static Clip still(int frames, SkeletonRows rows, float... numbers) {
        float[] landmarks = new float[frames * numbers.length];
        for (int t = 0; t < frames; t++) {
            System.arraycopy(numbers, 0, landmarks, t * numbers.length, numbers.length);
        }
        return new Clip("still", rows, landmarks);
    }
}
