package islr.recognize;

import islr.data.SignList;
import islr.weights.Formats;
import islr.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// From files to whatever answers a clip: a model of a preset, a TFLite graph that does everything itself, or several
/// of either together.
///
/// A TFLite file is run as it is, unless a preset is named: then its weights are taken over into a model of it.
public final class Classifiers {
    private static final int MAGIC_AT = 4;
    private static final byte[] MAGIC = "TFL3".getBytes(StandardCharsets.US_ASCII);

    private Classifiers() {}

    /// @param hints what the user says of the file
    /// @param labels signs to use instead of those of the file
    /// @return what the file answers with
    /// @throws IOException whose message says what is wrong with the file
    public static Classifier read(Path file, ModelHints hints, Optional<SignList> labels) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(hints, "hints");
        Objects.requireNonNull(labels, "labels");
        if (hints.preset().isPresent() && isGraph(file) && ModelFile
                .presets(Formats.read(file), new ModelHints(Optional.empty(), hints.settings(), Optional.empty()))
                .isEmpty()) {
            return GraphWeights.read(file, hints).classifier(labels);
        }
        if (hints.preset().isPresent() || !isGraph(file)) {
            return ModelFile.readCompact(file, hints).classifier(labels);
        }
        try {
            return Submission.read(file, labels);
        } catch (NoClassDefFoundError e) {
            throw new WeightsException(file.toString(),
                    "to run this file, the library "
                            + "com.google.flatbuffers:flatbuffers-java must be on the class path; add that dependency",
                    e);
        }
    }

    /// Several files that answer together, with equal weights; one alone answers as it is.
    ///
    /// @param files at least one
    /// @return what they answer with
    /// @throws IOException as [#read], and if their signs differ
    public static Classifier read(List<Path> files, ModelHints hints, Optional<SignList> labels) throws IOException {
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(hints, "hints");
        Objects.requireNonNull(labels, "labels");
        List<Classifier> members = new ArrayList<>();
        for (Path file : files) {
            members.add(read(file, hints, labels));
        }
        if (members.size() == 1) {
            return members.getFirst();
        }
        try {
            return new Ensemble(members, Collections.nCopies(members.size(), 1.0));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Whether a file begins as TFLite's do.
    public static boolean isGraph(Path file) {
        Objects.requireNonNull(file, "file");
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(MAGIC_AT + MAGIC.length);
            return head.length == MAGIC_AT + MAGIC.length
                    && Arrays.equals(head, MAGIC_AT, head.length, MAGIC, 0, MAGIC.length);
        } catch (IOException e) {
            return false;
        }
    }
}
