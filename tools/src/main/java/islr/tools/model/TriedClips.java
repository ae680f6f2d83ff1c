package islr.tools.model;

import islr.data.Clip;
import islr.data.ClipException;
import islr.data.ClipFinder;
import islr.data.ClipReader;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.dataset.SyntheticClips;
import islr.features.Mirror;
import islr.synthetic.SyntheticSettings;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Clips that models are tried on: those that a user names, read when it is their turn; or else synthetic ones, of
/// which some are very short, very long or mirrored.
///
/// Of those that a user names, one that cannot be read is told in a line and left out, as `islr-infer` does it: folders
/// of clips have damaged ones among them.
public final class TriedClips {
    /// Two signers make five signs twice each.
    private static final SyntheticSettings SYNTHETIC = new SyntheticSettings(17, 5, 2, 2,
            SyntheticSettings.DEFAULT.noise());
    /// More frames than any preset tells apart.
    private static final int LONG = 250;

    /// What is done with a clip.
    @FunctionalInterface
    public interface Use {
        /// @return why this clip is of no use, in a sentence; empty if it is of some
        /// @throws IOException if it is not the clip that is to blame: nothing goes on then
        Optional<String> of(Clip clip) throws IOException;
    }

    /// A clip that is read when it is its turn.
    @FunctionalInterface
    private interface Source {
        Clip read() throws ClipException;
    }

    private final List<Source> sources;
    private final boolean synthetic;
    private final PrintWriter err;

    private TriedClips(List<Source> sources, boolean synthetic, PrintWriter err) {
        this.sources = sources;
        this.synthetic = synthetic;
        this.err = err;
    }

    /// @param paths files and directories of clips; none for synthetic clips
    /// @param err where clips are named that cannot be read
    /// @return the clips, in the order of the paths
    /// @throws IOException if there are no synthetic clips
    public static TriedClips of(List<Path> paths, PrintWriter err) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path path : paths) {
            try {
                ClipFinder.find(path).forEach(file -> sources.add(() -> ClipReader.read(file)));
            } catch (ClipException e) {
                sources.add(() -> {
                    throw e;
                });
            }
        }
        if (paths.isEmpty()) {
            synthetic().forEach(clip -> sources.add(() -> clip));
        }
        return new TriedClips(sources, paths.isEmpty(), err);
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

    /// `clips` or `synthetic clips`.
    public String noun() {
        return synthetic ? "synthetic clips" : "clips";
    }

    /// The first clip that can be read, without a word on others.
    ///
    /// @throws IOException if none of them can be read
    public Clip first() throws IOException {
        for (Source source : sources) {
            try {
                return source.read();
            } catch (ClipException e) {
                // Told when it is its turn.
                continue;
            }
        }
        throw none(sources.size());
    }

    private static IOException none(int clips) {
        return new IOException("none of the " + Counts.of(clips) + " clips can be read; name others");
    }

    /// Makes use of one clip after the other.
    ///
    /// @throws IOException if none of them can be read, or from the use
    public void forEach(Use use) throws IOException {
        int skipped = 0;
        for (Source source : sources) {
            Optional<String> problem = problem(source, use);
            if (problem.isPresent() && sources.size() == 1) {
                throw new IOException(problem.get());
            }
            if (problem.isPresent()) {
                skipped++;
                err.println(problem.get());
            }
        }
        if (skipped == sources.size()) {
            throw none(skipped);
        }
        if (skipped > 0) {
            err.println("Skipped, because they cannot be read: " + Counts.of(skipped) + " of "
                    + Counts.of(sources.size()) + " clips.");
        }
    }

    private static Optional<String> problem(Source source, Use use) throws IOException {
        Clip clip;
        try {
            clip = source.read();
        } catch (ClipException e) {
            return Optional.of(OneLine.of(e.getMessage()));
        }
        return use.of(clip);
    }
}
