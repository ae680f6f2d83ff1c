package islr.dataset;

import islr.data.Clip;
import islr.data.ClipWriter;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.internal.Fingerprint;
import islr.synthetic.SyntheticDataSet.Item;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Synthetic signers as clips to learn from: the data of somebody without data. Clips are made when they are read and
/// never written, but for an example.
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
        for (int i = 0; i < settings.clips(); i++) {
            Item item = Item.of(settings, i);
            recordings.add(new Recording(item.path(settings), Integer.toString(item.signer() + 1), item.sign()));
        }
    }

    /// Those that `islr-train.jar` learns from when it is given nothing else: 20 signs by 16 signers, 7 times each.
    public static SyntheticClips standard(long seed) {
        SyntheticSettings usual = SyntheticSettings.DEFAULT;
        return of(new SyntheticSettings(seed, usual.signs(), usual.signers(), usual.takes(), usual.noise()));
    }

    /// Those that these settings describe.
    public static SyntheticClips of(SyntheticSettings settings) {
        Objects.requireNonNull(settings, "settings");
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
    public Clip read(int index, SkeletonRows rows) {
        return film(Item.of(signers.settings(), index));
    }

    private Clip film(Item item) {
        return signers.clip(item.sign(), item.signer(), item.take());
    }

    /// A folder of one clip each of the first signs, by the first signer chosen; the files are called by their signs.
    @Override
    public Path example(Predicate<Recording> chosen, Path folder) throws IOException {
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(folder, "folder");
        Path clips = Files.createDirectories(folder.resolve("clips"));
        int first = 0;
        while (first < recordings.size() - 1 && !chosen.test(recordings.get(first))) {
            first++;
        }
        int signer = Item.of(signers.settings(), first).signer();
        for (int sign = 0; sign < Math.min(EXAMPLES, signs.size()); sign++) {
            ClipWriter.write(clips.resolve(signs.name(sign) + ".parquet"), film(new Item(sign, signer, 0)));
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
