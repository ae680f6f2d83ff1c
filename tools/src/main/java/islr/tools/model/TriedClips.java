package islr.tools.model;

import islr.data.Clip;
import islr.data.ClipFinder;
import islr.data.ClipReader;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.dataset.SyntheticClips;
import islr.features.Mirror;
import islr.synthetic.SyntheticSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Clips that models are tried on: those that a user names, read when it is their turn; or else synthetic ones, of
/// which some are very short, very long or mirrored.
public final class TriedClips {
    /// Two signers make five signs twice each.
    private static final SyntheticSettings SYNTHETIC = new SyntheticSettings(17, 5, 2, 2,
            SyntheticSettings.DEFAULT.noise());
    /// More frames than any preset tells apart.
    private static final int LONG = 250;

    private final List<Path> files;
    private final List<Clip> synthetic;

    private TriedClips(List<Path> files, List<Clip> synthetic) {
        this.files = files;
        this.synthetic = synthetic;
    }

    /// @param paths files and directories of clips; none for synthetic clips
    /// @return the clips, in the order of the paths
    /// @throws IOException if a directory cannot be searched or has no clip
    public static TriedClips of(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            files.addAll(ClipFinder.find(path));
        }
        return new TriedClips(files, files.isEmpty() ? synthetic() : List.of());
    }

    private static List<Clip> synthetic() throws IOException {
        SyntheticClips source = SyntheticClips.of(SYNTHETIC);
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

    /// How many there are.
    public int size() {
        return files.size() + synthetic.size();
    }

    /// What messages call one of them.
    public String name(int index) {
        return files.isEmpty() ? synthetic.get(index).name() : files.get(index).toString();
    }

    /// `clips` or `synthetic clips`.
    public String noun() {
        return files.isEmpty() ? "synthetic clips" : "clips";
    }

    /// @return the landmarks of the clip, all of them
    /// @throws IOException if it cannot be read
    public Clip read(int index) throws IOException {
        return files.isEmpty() ? synthetic.get(index) : ClipReader.read(files.get(index));
    }
}
