package islr.dataset;

import islr.dataset.PhraseSource.Part;
import islr.internal.Checksum;
import islr.internal.Fingerprint;
import islr.system.Features;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The file in which the samples of one part are kept.
final class PhraseCache {
    private static final String VERSION = "version";
    private static final String CHECKSUM = "checksum";
    private static final String LENGTHS = "lengths";
    private static final String VALUES = "values";

    private final Path file;
    private final int samples;
    private final int width;
    private final String version;

    /// @param folder where caches are kept
    PhraseCache(Path folder, PhraseSource source, Part part, Features features) {
        samples = part.count();
        width = features.width();
        version = new Fingerprint().add(features.version()).add(source.version(part)).hex();
        Fingerprint name = new Fingerprint().add(features.version()).add(source.fingerprint());
        source.recordings().subList(part.first(), part.first() + part.count()).forEach(each -> name.add(each.name()));
        file = folder.resolve("phrases-" + name.hex().substring(0, 24) + ".safetensors");
    }

    /// The part as it was kept; empty if it was not, or has changed since.
    Optional<PreparedPart> read(Progress progress) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Checkpoint kept = Safetensors.read(file);
            if (version.equals(kept.metadata().get(VERSION))) {
                requireWhole(kept);
                return Optional.of(opened(kept.tensor(LENGTHS)));
            }
            progress.say("The sequences have changed since " + file + " was made; it is made anew.");
        } catch (IOException e) {
            progress.say(e.getMessage() + "; prepared sequences are made anew.");
        }
        return Optional.empty();
    }

    private void requireWhole(Checkpoint kept) throws IOException {
        boolean whole = kept.text(CHECKSUM).equals(Checksum.of(kept.tensors(), version))
                && kept.tensor(LENGTHS).size() == samples && kept.tensor(VALUES).shape().columns() == width;
        if (!whole) {
            throw new IOException(file + ": its content is not what was written");
        }
    }

    /// Writes a part to the file. A full disk is no reason not to train.
    ///
    /// @return the part in the file, or in memory if it cannot be written
    PreparedPart keep(PreparedPart prepared, Progress progress) {
        Tensor lengths = Tensor.zeros(samples);
        for (int i = 0; i < samples; i++) {
            lengths.array()[i] = prepared.rows(i);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(LENGTHS, lengths);
        tensors.put(VALUES, prepared.values());
        try {
            Safetensors.write(file,
                    new Checkpoint(tensors, Map.of(VERSION, version, CHECKSUM, Checksum.of(tensors, version))));
            return opened(lengths);
        } catch (IOException e) {
            progress.say(e.getMessage() + "; prepared sequences are not kept.");
            return prepared;
        }
    }

    private PreparedPart opened(Tensor lengths) throws IOException {
        int[] rows = new int[samples];
        for (int i = 0; i < samples; i++) {
            rows[i] = (int) lengths.get(i);
        }
        long begin;
        try (SafetensorsFile header = SafetensorsFile.open(file)) {
            long end = header.entries().values().stream().mapToLong(SafetensorsFile.Entry::end).max().orElse(0);
            begin = Files.size(file) - end + header.entry(VALUES).begin();
        }
        return PreparedPart.of(file, FileChannel.open(file, StandardOpenOption.READ), begin, width, rows);
    }
}
