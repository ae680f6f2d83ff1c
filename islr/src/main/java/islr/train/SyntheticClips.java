package islr.train;

import islr.data.Clip;
import islr.data.ClipWriter;
import islr.model.SignList;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Synthetic signers as clips to learn from: the data of somebody without data. Clips are made when they are read and never written, but for an example.
public final class SyntheticClips implements ClipSource {
    /// What [#origin()] says.
    public static final String ORIGIN = "synthetic";

    private static final int EXAMPLES = 5;

    private final SyntheticSigners signers;
    private final SignList signs;
    private final List<Recording> recordings = new ArrayList<>();

    private SyntheticClips(SyntheticSettings settings) {
        signers = new SyntheticSigners(settings);
        signs = new SignList(signers.names());
        for (int sign = 0; sign < settings.signs(); sign++) {
            for (int signer = 0; signer < settings.signers(); signer++) {
                for (int take = 0; take < settings.takes(); take++) {
                    recordings.add(new Recording(sign + "/" + signer + "/" + take, Integer.toString(signer), sign));
                }
            }
        }
    }

    /// Those that `islr-train.jar` learns from when it is given nothing else: 20 signs by 10 signers, 10 times each.
    public static SyntheticClips standard(long seed) {
        SyntheticSettings usual = SyntheticSettings.DEFAULT;
        return of(new SyntheticSettings(seed, usual.signs(), usual.signers(), usual.takes(), usual.noise()));
    }

    public static SyntheticClips of(SyntheticSettings settings) {
        return new SyntheticClips(settings);
    }

    @Override
    public SignList signs() {
        return signs;
    }

    @Override
    public String origin() {
        return ORIGIN;
    }

    @Override
    public List<Recording> recordings() {
        return recordings;
    }

    @Override
    public Clip read(int index) {
        SyntheticSettings settings = signers.settings();
        return signers.clip(index / settings.takes() / settings.signers(), index / settings.takes() % settings.signers(), index % settings.takes());
    }

    /// A folder of one clip each of the first signs, by the first signer chosen; the files are called by their signs.
    @Override
    public Path example(Predicate<Recording> chosen, Path folder) throws IOException {
        Path clips = Files.createDirectories(folder.resolve("clips"));
        SyntheticSettings settings = signers.settings();
        int first = 0;
        while (first < settings.signers() - 1 && !chosen.test(recordings.get(first * settings.takes()))) {
            first++;
        }
        for (int sign = 0; sign < Math.min(EXAMPLES, settings.signs()); sign++) {
            ClipWriter.write(clips.resolve(signs.name(sign) + ".parquet"), signers.clip(sign, first, 0));
        }
        return clips;
    }

    @Override
    public String fingerprint() {
        return new Fingerprint().add(signers.settings()).add(signs.toJson()).hex();
    }

    @Override
    public String version() {
        return fingerprint();
    }
}
