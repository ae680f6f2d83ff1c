package islr.tools.compare;

import islr.data.Clip;
import islr.data.ClipFinder;
import islr.data.ClipReader;
import islr.data.SkeletonRows;
import islr.dataset.SyntheticClips;
import islr.synthetic.SyntheticSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Clips that models are tried on: those that a user names or, if none, synthetic ones. Each is read when it is its
/// turn.
public final class TriedClips {
    /// Two signers make five signs twice each.
    private static final SyntheticSettings SYNTHETIC = new SyntheticSettings(17, 5, 2, 2,
            SyntheticSettings.DEFAULT.noise());

    private final SyntheticClips synthetic;
    private final List<Path> files;

    private TriedClips(SyntheticClips synthetic, List<Path> files) {
        this.synthetic = synthetic;
        this.files = files;
    }

    /// @param paths files and directories of clips; none for synthetic clips
    /// @return the clips, in the order of the paths
    /// @throws IOException if a directory cannot be searched or has no clip
    public static TriedClips of(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            files.addAll(ClipFinder.find(path));
        }
        return new TriedClips(files.isEmpty() ? SyntheticClips.of(SYNTHETIC) : null, files);
    }

    /// How many there are.
    public int size() {
        return synthetic == null ? files.size() : synthetic.recordings().size();
    }

    /// What messages call one of them.
    public String name(int index) {
        return synthetic == null ? files.get(index).toString() : synthetic.recordings().get(index).name();
    }

    /// `clips` or `synthetic clips`.
    public String noun() {
        return synthetic == null ? "clips" : "synthetic clips";
    }

    /// @param rows the landmarks that are needed; there may be more
    /// @return the landmarks of the clip
    /// @throws IOException if it cannot be read
    public Clip read(int index, SkeletonRows rows) throws IOException {
        return synthetic == null ? ClipReader.read(files.get(index), rows) : synthetic.read(index, rows);
    }
}
