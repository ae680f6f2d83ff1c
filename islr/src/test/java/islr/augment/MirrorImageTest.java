package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.features.Mirror;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MirrorImageTest {
    private static final Clip CLIP = SomeClips.all().get("hands alone");

    @Test
    void withAProbabilityTheClipIsItsMirrorImage() {
        float[] image = Mirror.of(CLIP).landmarks();
        SplittableRandom random = new SplittableRandom(1);
        int mirrored = 0;
        for (int i = 0; i < 1000; i++) {
            Clip clip = new MirrorImage(0.3).apply(CLIP, random);
            if (clip != CLIP) {
                assertThat(clip.landmarks()).isEqualTo(image);
                mirrored++;
            }
        }
        assertThat(mirrored).isBetween(250, 350);
    }

    @Test
    void alwaysAndNever() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(new MirrorImage(1).apply(CLIP, new SplittableRandom(seed)).landmarks())
                    .isEqualTo(Mirror.of(CLIP).landmarks());
            assertThat(new MirrorImage(0).apply(CLIP, new SplittableRandom(seed))).isSameAs(CLIP);
        }
    }
}
