package islr.train;

import islr.data.Clip;
import islr.model.SignList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// stub
public final class SyntheticClips implements ClipSource {
    public static final String ORIGIN = "synthetic";
    public static SyntheticClips standard(long seed) { throw new IllegalArgumentException("not yet"); }
    @Override public SignList signs() { return null; }
    @Override public String origin() { return ORIGIN; }
    @Override public List<Recording> recordings() { return List.of(); }
    @Override public Clip read(int index) throws IOException { return null; }
    @Override public Path example(Predicate<Recording> chosen, Path folder) { return null; }
    @Override public String fingerprint() { return ""; }
    @Override public String version() { return ""; }
}
