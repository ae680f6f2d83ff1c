package islr.tools.export;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.dataset.SyntheticClips;
import islr.features.Mirror;
import islr.synthetic.SyntheticSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Clips to compare a file with its model on: synthetic ones, and what becomes of the first at other lengths.
final class SyntheticQuestions {
    /// Two signers make three signs once each.
    private static final SyntheticSettings CLIPS = new SyntheticSettings(17, 3, 2, 1,
            SyntheticSettings.DEFAULT.noise());
    /// More frames than any preset tells apart.
    private static final int LONG = 250;

    private SyntheticQuestions() {}

    static List<Clip> clips() throws IOException {
        SyntheticClips source = SyntheticClips.of(CLIPS);
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < source.recordings().size(); i++) {
            clips.add(source.read(i, SkeletonRows.ALL));
        }
        Clip first = clips.getFirst();
        clips.add(repeated(first, first.frames() / 2, 1));
        clips.add(repeated(first, first.frames() / 2, 2));
        clips.add(repeated(first, 0, LONG));
        // For the choices between the hands.
        clips.add(Mirror.of(first));
        return clips;
    }

    /// So many frames from a frame on; behind the last one the first follows.
    private static Clip repeated(Clip clip, int from, int frames) {
        int frame = Skeleton.ROWS * Skeleton.AXES;
        float[] numbers = new float[frames * frame];
        for (int t = 0; t < frames; t++) {
            System.arraycopy(clip.landmarks(), (from + t) % clip.frames() * frame, numbers, t * frame, frame);
        }
        return new Clip(frames + " frames", numbers);
    }
}
