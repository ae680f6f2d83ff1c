package islr.augment;

import islr.data.Clip;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A detector that never finds some landmarks: a few of them are missing in all frames of the clip.
///
/// ```
/// ∘ ∘ ∘ ∘ ∘        ∘ ∘   ∘ ∘
/// ∘ ∘ ∘ ∘ ∘   →    ∘ ∘ ∘ ∘         0 to ⌊share·R⌋ of the R landmarks that the clip holds
/// ∘ ∘ ∘ ∘ ∘          ∘ ∘ ∘ ∘
/// ```
///
/// Every number of landmarks is equally probable, and so is every choice of them.
///
/// @param share of the landmarks that may be missing at most, 0 to 1
public record LandmarkDropout(double share) implements ClipAugmentation {
    @Override
    public String stream() {
        return "landmark dropout";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        int[] rows = clip.rows().toArray();
        int count = random.nextInt((int) Math.floor(share * rows.length) + 1);
        // The first steps of a shuffle: each of the first rows is any of those from there on.
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, rows.length);
            int row = rows[i];
            rows[i] = rows[other];
            rows[other] = row;
        }
        return count == 0 ? clip : Removal.of(clip, Arrays.copyOf(rows, count), 0, clip.frames());
    }
}
