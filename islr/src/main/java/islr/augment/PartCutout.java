package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.LandmarkSets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Something in front of the camera: with a probability, one part of the body is missing in a run of frames.
///
/// ```
/// left hand    ━━━━━━━━━━━━━━━━━━━━
/// right hand   ━━━━━━━━━━━━━━━━━━━━
/// lips         ━━━━━━      ━━━━━━━━      one of the five that the clip holds, in a tenth to half of the frames
/// other face   ━━━━━━━━━━━━━━━━━━━━
/// arms         ━━━━━━━━━━━━━━━━━━━━
/// ```
///
/// A hand stays in frames in which it is the only one: no frame loses its last hand. Arms are what the pose has of
/// them, from the elbows on.
///
/// @param probability 0 to 1
public record PartCutout(double probability) implements ClipAugmentation {
    private static final double SHORTEST = 0.1;
    private static final double LONGEST = 0.5;
    private static final List<int[]> PARTS = List.of(LandmarkSets.leftHand(), LandmarkSets.rightHand(),
            LandmarkSets.lips(), restOfFace(), LandmarkSets.arms());

    private static int[] restOfFace() {
        int[] lips = Arrays.stream(LandmarkSets.lips()).sorted().toArray();
        return IntStream.range(Skeleton.FACE, Skeleton.FACE + Skeleton.FACE_ROWS)
                .filter(row -> Arrays.binarySearch(lips, row) < 0).toArray();
    }

    @Override
    public String stream() {
        return "part cutout";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        boolean cut = random.nextDouble() < probability;
        List<int[]> held = PARTS.stream()
                .filter(part -> Arrays.stream(part).anyMatch(row -> clip.rows().place(row) >= 0)).toList();
        if (!cut || held.isEmpty()) {
            return clip;
        }
        int[] part = held.get(random.nextInt(held.size()));
        int frames = (int) Math.ceil(random.nextDouble(SHORTEST, LONGEST) * clip.frames());
        int from = random.nextInt(clip.frames() - frames + 1);
        int other = part[0] == Skeleton.LEFT_HAND ? Skeleton.RIGHT_HAND : Skeleton.LEFT_HAND;
        boolean hand = part[0] == Skeleton.LEFT_HAND || part[0] == Skeleton.RIGHT_HAND;
        return Removal.of(clip, part,
                t -> t >= from && t < from + frames && (!hand || HandFilling.isSeen(clip, t, other)));
    }
}
