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
        Optional<ModelFile> model = model(file, hints);
        requireUse(file, hints, model.isPresent());
        return model.isPresent() ? model.get().classifier(labels) : submission(file, labels);
    }

    /// @param use whether a file is a model of a preset, which can use what the user says of it
    private static void requireUse(Path file, ModelHints hints, boolean use) throws IOException {
        if (!use && (!hints.settings().isEmpty() || hints.statistics().isPresent())) {
            throw new IOException(file + ": a TFLite graph is run as it is, so that settings and statistics (--set and "
                    + "--statistics on the command line) have no use; leave them out");
        }
    }

    /// The model of a preset in a file, or nothing if the file is a graph that is run as it is.
    private static Optional<ModelFile> model(Path file, ModelHints hints) throws IOException {
        boolean graph = isGraph(file);
        if (hints.preset().isPresent() && graph && GraphWeights.isOther(file, Formats.read(file), hints)) {
            return Optional.of(GraphWeights.read(file, hints));
        }
        return hints.preset().isPresent() || !graph ? Optional.of(ModelFile.readCompact(file, hints))
                : Optional.empty();
    }

    private static Classifier submission(Path file, Optional<SignList> labels) throws IOException {
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
    /// @param labels for files without a list of signs; where all have one, the same, it is used instead
    /// @return what they answer with
    /// @throws IOException as [#read], and if their signs differ
    public static Classifier read(List<Path> files, ModelHints hints, Optional<SignList> labels) throws IOException {
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(hints, "hints");
        Objects.requireNonNull(labels, "labels");
        if (files.size() == 1) {
            return read(files.getFirst(), hints, labels);
        }
        List<Optional<ModelFile>> models = new ArrayList<>();
        for (Path file : files) {
            models.add(model(file, hints));
        }
        requireUse(files.getFirst(), hints, models.stream().anyMatch(Optional::isPresent));
        requireSameSigns(files, models.stream().map(model -> model.flatMap(ModelFile::signs)).toList(), labels);
        List<Classifier> members = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            members.add(models.get(i).isPresent() ? models.get(i).get().classifier(labels)
                    : submission(files.get(i), labels));
        }
        try {
            return new Ensemble(members, Collections.nCopies(members.size(), 1.0));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// A list that is given says what the classes of a file without one are, not that those of another file are others.
    private static void requireSameSigns(List<Path> files, List<Optional<SignList>> own, Optional<SignList> labels)
            throws IOException {
        int first = -1;
        for (int i = 0; i < files.size(); i++) {
            Optional<SignList> signs = own.get(i).or(() -> labels);
            if (first < 0 && signs.isPresent()) {
                first = i;
            } else if (signs.isPresent()) {
                Optional<String> difference = Ensemble.difference(own.get(first).or(() -> labels).orElseThrow(),
                        signs.get());
                if (difference.isPresent()) {
                    throw new IOException(said(files.get(i), own.get(i)) + " has another list of signs than "
                            + said(files.get(first), own.get(first)) + ": " + difference.get());
                }
            }
        }
    }

    /// The same for models that are read already.
    ///
    /// @throws IOException as [#read(List, ModelHints, Optional)]
    public static void requireSameSigns(List<ModelFile> models, Optional<SignList> labels) throws IOException {
        Objects.requireNonNull(models, "models");
        Objects.requireNonNull(labels, "labels");
        requireSameSigns(models.stream().map(model -> Path.of(model.source())).toList(),
                models.stream().map(ModelFile::signs).toList(), labels);
    }

    private static String said(Path file, Optional<SignList> own) {
        return own.isPresent() ? file.toString() : file + " (with the list given for it, --labels on the command line)";
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
