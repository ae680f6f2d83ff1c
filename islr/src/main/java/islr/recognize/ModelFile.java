package islr.recognize;

import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import islr.nn.Parameters;
import islr.system.Architecture;
import islr.system.Features;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.weights.Checkpoint;
import islr.weights.Formats;
import islr.weights.LoadReport;
import islr.weights.NarrowWeights;
import islr.weights.Safetensors;
import islr.weights.SafetensorsFile;
import islr.weights.WeightsException;
import islr.weights.text.Counts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One file is the whole recogniser: a `.safetensors` with the weights, the statistics and, as metadata, the preset,
/// its settings and the sign list. Files of other programs are read as well, in any format of [Formats]; what they do
/// not say of themselves, their tensors show or [ModelHints] add.
///
/// | metadata | what |
/// |---|---|
/// | `preset` | as in [Presets] (exports of the originals call it `system`) |
/// | `units`, `heads`, … | every setting of the preset, as `--set` takes it; shapes tell some that are missing |
/// | `classes` | number of signs |
/// | `signs` | a JSON list of their names, in the order of the classes |
/// | `trained_on` | the signers that the model has seen, separated by commas |
/// | `epochs_done` | how long it was trained |
/// | `temperature`, `sure_within` or `sure_from` | how far its probabilities can be believed, see [Certainty] |
///
/// Tensors have our names (PyTorch's layout) or those of a system's original (see [Architecture#foreignNames]); both
/// are read, ours are written. Besides them, a file may hold the tensors of [SignDistances].
///
/// @param source what messages call the file
/// @param state the tensors of the model, by our names
/// @param classes number of signs
/// @param signs empty if the file has no list
/// @param certainty how far its probabilities can be believed, as far as the file says
/// @param distances of answers from what was learned; empty if the file has none
/// @param metadata all of it
public record ModelFile(String source, Preset preset, Settings settings, Model model, Map<String, Tensor> state,
        int classes, Optional<SignList> signs, Certainty certainty, Optional<SignDistances> distances,
        Map<String, String> metadata) {
    static final String PRESET = "preset";
    private static final String SIGNS = "signs";
    static final String TRAINED_ON = "trained_on";
    /// Copied from the module `weights` when the library is built.
    private static final String BUNDLED = "/islr/words-13.safetensors";

    /// The landmarks that the bundled model reads, for a program that reads a clip while it is loaded.
    public static final SkeletonRows BUNDLED_ROWS = LandmarkSets.handsHeadAndArms();

    /// Smaller matrices are hardly worth a type of their own.
    private static final int NARROW = 1 << 10;

    /// Numbers that a model of a few signs may need more than its file has.
    private static final long SPARE = 1 << 20;

    public ModelFile {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(signs, "signs");
        Objects.requireNonNull(certainty, "certainty");
        Objects.requireNonNull(distances, "distances");
        Objects.requireNonNull(metadata, "metadata");
    }

    /// Reads and checks everything. The file may have any format of [Formats].
    ///
    /// @return preset, settings, signs and numbers of the model
    /// @throws IOException whose message names the file, what is wrong and what to do
    public static ModelFile read(Path file) throws IOException {
        return read(file, ModelHints.NONE);
    }

    /// The same for a file that does not say everything.
    ///
    /// @param hints what the user says of it
    /// @return preset, settings, signs and numbers of the model
    /// @throws IOException as [#read(Path)], and if the file says that it is a model of another preset
    public static ModelFile read(Path file, ModelHints hints) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(hints, "hints");
        return GraphWeights.checkpoint(file, Formats.read(file), hints);
    }

    /// The same for a model that will only predict: weights that the file has as int8 or bf16 stay so in memory, and no
    /// gradient passes through them.
    ///
    /// @return preset, settings, signs and numbers of the model
    /// @throws IOException as [#read(Path, ModelHints)]
    public static ModelFile readCompact(Path file, ModelHints hints) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(hints, "hints");
        return GraphWeights.checkpoint(file, Formats.readCompact(file), hints);
    }

    /// The model that comes with this library: thirteen words of American Sign Language, see `weights/words-13.md`.
    public static ModelFile bundled() throws IOException {
        try (InputStream in = ModelFile.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IOException(
                        BUNDLED + ": the model that belongs into this library is missing; name a checkpoint");
            }
            return of(BUNDLED, Safetensors.read(BUNDLED, in.readAllBytes()), ModelHints.NONE);
        }
    }

    /// What the model in a file reads of clips, from the head of the file alone.
    ///
    /// @throws IOException if that cannot be told; [#read] says what is wrong
    public static Features features(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            Preset preset = preset(file.toString(), open.metadata());
            return preset.architecture().features(preset.defaults().read(open.metadata(), setting -> null));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// The same for tensors that were read already.
    ///
    /// @param all of them, with the metadata
    /// @return preset, settings, signs and numbers of the model
    /// @throws IOException as [#read(Path, ModelHints)]
    public static ModelFile of(Checkpoint all, ModelHints hints) throws IOException {
        Objects.requireNonNull(all, "all");
        Objects.requireNonNull(hints, "hints");
        return of(all.source(), all, hints);
    }

    private static ModelFile of(String source, Checkpoint all, ModelHints hints) throws IOException {
        Checkpoint checkpoint = all.withTensors(SignDistances.without(all.tensors()));
        OurNames names = new OurNames(checkpoint);
        Preset preset = preset(source, names, hints);
        Architecture architecture = preset.architecture();
        try {
            hints.settings().keySet().forEach(preset.defaults()::setting);
            Architecture.Ours ours = names.of(architecture);
            Map<String, Tensor> tensors = withStatistics(architecture, ours.tensors(), hints);
            Map<String, String> said = said(architecture, ours, checkpoint.metadata(), hints.settings());
            Settings settings = settings(preset, said, named(checkpoint.metadata()).isEmpty());
            int classes = classes(said);
            Model model = model(architecture, settings, classes, checkpoint.withTensors(tensors));
            tensors.forEach(ModelFile::requireFinite);
            Optional<SignDistances> distances = SignDistances.of(all.tensors(), classes);
            distances.ifPresent(numbers -> numbers.toTensors().forEach(ModelFile::requireFinite));
            return new ModelFile(source, preset, settings, model, tensors, classes, signs(checkpoint, classes),
                    certainty(checkpoint.metadata(), distances.isPresent()), distances, checkpoint.metadata());
        } catch (IllegalArgumentException | WeightsException e) {
            throw failed(source, e);
        }
    }

    /// The tensors, with the statistics of the training set from another file where they have none.
    private static Map<String, Tensor> withStatistics(Architecture architecture, Map<String, Tensor> tensors,
            ModelHints hints) throws WeightsException {
        if (hints.statistics().isEmpty()) {
            return tensors;
        }
        Map<String, Tensor> all = new LinkedHashMap<>(tensors);
        architecture.inOurNames(Formats.read(hints.statistics().get())).tensors().forEach((name, tensor) -> {
            if (name.startsWith(Architecture.STATISTICS)) {
                all.putIfAbsent(name, tensor);
            }
        });
        return all;
    }

    static IOException failed(String source, Exception e) {
        String place = source + ": ";
        return new IOException(e.getMessage().startsWith(place) ? e.getMessage() : place + e.getMessage(), e);
    }

    /// Everything that is known of the settings and the number of classes, as text by key.
    static Map<String, String> said(Architecture architecture, Architecture.Ours ours, Map<String, String> metadata,
            Map<String, String> hints) {
        Map<String, String> said = new LinkedHashMap<>(architecture.told(ours.tensors(), metadata));
        said.putAll(ours.told());
        said.putAll(metadata);
        said.putAll(hints);
        return said;
    }

    static Optional<String> named(Map<String, String> metadata) {
        return Optional.ofNullable(metadata.getOrDefault(PRESET, metadata.get("system")));
    }

    private static Preset preset(String source, OurNames names, ModelHints hints) throws IOException {
        Map<String, String> metadata = names.checkpoint().metadata();
        Optional<String> named = named(metadata);
        try {
            if (hints.preset().isPresent()) {
                Preset preset = Presets.of(hints.preset().get());
                if (named.isPresent() && !preset.isCalled(named.get())) {
                    throw new IllegalArgumentException("its metadata name the preset '" + named.get() + "', not '"
                            + preset.id() + "'; leave --preset out");
                }
                return preset;
            }
            return named.isPresent() ? preset(source, metadata) : FittingPresets.of(names, hints.settings());
        } catch (IllegalArgumentException e) {
            throw failed(source, e);
        }
    }

    /// The presets whose model a checkpoint could be: that which its metadata name, or else those that its tensors fit.
    ///
    /// @param hints settings that go before those of the file
    /// @return none if it is a model of none of them
    public static List<Preset> presets(Checkpoint checkpoint, ModelHints hints) {
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(hints, "hints");
        Optional<String> named = named(checkpoint.metadata());
        return named.isPresent() ? Presets.all().stream().filter(preset -> preset.isCalled(named.get())).toList()
                : FittingPresets.all(new OurNames(checkpoint.withTensors(SignDistances.without(checkpoint.tensors()))),
                        hints.settings());
    }

    private static Preset preset(String source, Map<String, String> metadata) throws IOException {
        String id = named(metadata).orElseThrow(() -> new IOException(source
                + ": its metadata names no preset; a checkpoint that can be run has '" + PRESET + "' in its metadata"));
        try {
            return Presets.of(id);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    source + ": this is a checkpoint of '" + id + "', which cannot be run here: " + e.getMessage(), e);
        }
    }

    /// @param usual whether a setting that nobody says is that of the preset
    private static Settings settings(Preset preset, Map<String, String> said, boolean usual) {
        try {
            return preset.defaults().read(said, setting -> usual || setting.isOnlyForTraining() ? null
                    : "'" + setting.key() + "' is missing; " + setting.description() + ", " + setting.range());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("metadata: " + e.getMessage(), e);
        }
    }

    static int classes(Map<String, String> said) {
        String text = said.get(Architecture.CLASSES);
        try {
            int classes = Integer.parseInt(String.valueOf(text));
            if (classes >= 1 && classes <= 100_000) {
                return classes;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("metadata: '" + Architecture.CLASSES + "' is "
                + (text == null ? "missing" : "'" + text + "'") + "; a whole number from 1 to 100000 is needed");
    }

    /// The model takes the file's tensors as they are. Only if they do not fit is one of the right shapes made, to
    /// report all that is wrong.
    private static Model model(Architecture architecture, Settings settings, int classes, Checkpoint checkpoint)
            throws WeightsException {
        Parameters parameters = Parameters.of(checkpoint.tensors());
        try {
            Model model = architecture.model(settings, classes, parameters);
            if (parameters.state().size() < checkpoint.tensors().size()) {
                LoadReport.compare(shapes(architecture, settings, classes, checkpoint), checkpoint).orThrow();
            }
            return model;
        } catch (IllegalArgumentException e) {
            LoadReport report = LoadReport.compare(shapes(architecture, settings, classes, checkpoint), checkpoint);
            requireStatistics(report);
            report.orThrow();
            throw e;
        }
    }

    /// The one difference that a user can remove.
    private static void requireStatistics(LoadReport report) {
        Set<String> missing = report.names(LoadReport.Difference.MISSING);
        boolean all = Arrays.stream(LoadReport.Difference.values())
                .filter(each -> each != LoadReport.Difference.MISSING).allMatch(each -> report.names(each).isEmpty());
        if (all && !missing.isEmpty() && missing.stream().allMatch(name -> name.startsWith(Architecture.STATISTICS))) {
            throw new IllegalArgumentException("the statistics of the training set, '" + missing.iterator().next()
                    + "' and others, are missing, and nothing can be predicted without them; name a file that has them "
                    + "with --statistics");
        }
    }

    /// Metadata that ask for a model much larger than the file must not take the memory for it. (What is a little
    /// wrong, [LoadReport] tells by name.)
    static Map<String, Shape> shapes(Architecture architecture, Settings settings, int classes, Checkpoint checkpoint) {
        long held = checkpoint.tensors().values().stream().mapToLong(Tensor::size).sum();
        Parameters blank = Parameters.blank(10 * held + SPARE);
        try {
            architecture.model(settings, classes, blank);
        } catch (Parameters.TooManyException e) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "metadata: %s and %,d classes make a model of over %,d numbers; the file has %,d", settings,
                    classes, 10 * held + SPARE, held), e);
        }
        return blank.shapes();
    }

    /// One such number is enough for no answer to any clip.
    static void requireFinite(String name, Tensor tensor) {
        if (tensor.narrow() != null) {
            if (!tensor.narrow().isFinite()) {
                requireFinite(name, tensor.widened());
            }
            return;
        }
        float[] values = tensor.array();
        int end = tensor.offset() + tensor.shape().size();
        // A number less itself is 0, unless it is infinite or NaN. Four a round: a new JVM, whose compilers have not
        // seen it, takes 5 instead of 10 ms.
        float zero = 0;
        int whole = end - tensor.shape().size() % 4;
        for (int i = tensor.offset(); i < whole; i += 4) {
            zero += values[i] - values[i] + (values[i + 1] - values[i + 1]) + (values[i + 2] - values[i + 2])
                    + (values[i + 3] - values[i + 3]);
        }
        for (int i = zero == 0 ? whole : tensor.offset(); i < end; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("'" + name + "' " + tensor.shape() + " holds " + values[i] + " at "
                        + (i - tensor.offset()) + "; take a checkpoint from before the training diverged");
            }
        }
    }

    private static Certainty certainty(Map<String, String> metadata, boolean distances) {
        Certainty certainty = Certainty.of(metadata);
        if (certainty.sureWithin().isPresent() && !distances) {
            throw new IllegalArgumentException("metadata: they say from which distance on an answer is not sure, but "
                    + "the file has no 'sign_distances.means' and '.whitening'");
        }
        return certainty;
    }

    private static Optional<SignList> signs(Checkpoint checkpoint, int classes) {
        String json = checkpoint.metadata().get(SIGNS);
        if (json == null) {
            return Optional.empty();
        }
        SignList signs = SignList.fromJson(json);
        if (signs.size() != classes) {
            throw new IllegalArgumentException(
                    "metadata: " + Counts.of(signs.size()) + " signs for " + Counts.of(classes) + " classes");
        }
        return Optional.of(signs);
    }

    /// The signers that the model was trained on, as far as the file says.
    public Optional<List<String>> trainedOn() {
        return Optional.ofNullable(metadata.get(TRAINED_ON)).map(names -> List.of(names.split(",")));
    }

    /// The whole file as it is written here: our names, the preset, its settings and, if they are known, the signs.
    ///
    /// @param labels signs instead of those of the file
    /// @throws IllegalArgumentException if their number is another than that of the classes
    public Checkpoint checkpoint(Optional<SignList> labels) {
        Objects.requireNonNull(labels, "labels");
        Map<String, String> written = new LinkedHashMap<>();
        written.put(PRESET, preset.id());
        written.putAll(settings.toMap());
        written.put(Architecture.CLASSES, Integer.toString(classes));
        labels.or(() -> signs).ifPresent(list -> {
            if (list.size() != classes) {
                throw new IllegalArgumentException(source + ": it tells " + Counts.of(classes)
                        + " signs apart, but the list of signs given for it has " + Counts.of(list.size()));
            }
            written.put(SIGNS, list.toJson());
        });
        // What other programs say of their files is about these files.
        if (metadata.containsKey(PRESET)) {
            metadata.forEach(written::putIfAbsent);
        }
        written.remove(NarrowWeights.METADATA);
        Map<String, Tensor> tensors = new LinkedHashMap<>(state);
        distances.ifPresent(numbers -> tensors.putAll(numbers.toTensors()));
        return new Checkpoint(source, tensors, written).widened();
    }

    /// The same with its weights as bf16 or int8: all trainable matrices of 1,024 numbers and more.
    ///
    /// @param labels signs instead of those of the file
    /// @throws WeightsException if a number cannot be narrow
    public Checkpoint checkpoint(Optional<SignList> labels, NarrowType type) throws WeightsException {
        Parameters blank = Parameters.blank();
        preset.architecture().model(settings, classes, blank);
        Set<String> matrices = new LinkedHashSet<>();
        blank.trainable().forEach((name, tensor) -> {
            if (tensor.shape().rank() == 2 && tensor.size() >= NARROW) {
                matrices.add(name);
            }
        });
        return NarrowWeights.of(type, checkpoint(labels), matrices);
    }

    /// What turns a clip into what this model reads.
    public Features features() {
        return preset.architecture().features(settings);
    }

    /// The model as it predicts.
    ///
    /// @param labels signs to use instead of those of the file
    /// @throws IOException if there are no signs, or another number of them is given
    public Classifier classifier(Optional<SignList> labels) throws IOException {
        Objects.requireNonNull(labels, "labels");
        String name = source.equals(BUNDLED) ? "the bundled model" : source;
        SignList names = labels.or(() -> signs).orElseThrow(() -> new IOException(
                name + ": it has no list of signs; name a file that has one (--labels on the command line)"));
        if (names.size() != classes) {
            throw new IOException(name + ": it tells " + Counts.of(classes)
                    + " signs apart, but the list of signs given for it (--labels on the command line) has "
                    + Counts.of(names.size()));
        }
        return new TrainedModel(features(), model.forInference(Compute.cpu()),
                preset.architecture().augmentations(settings, 0), names, certainty, distances);
    }

    /// Writes into a checkpoint how far it can be believed: beside the file first, then moved into its place. Nothing
    /// else in it changes.
    ///
    /// @throws IOException if it is no checkpoint, or cannot be written; it is then unchanged
    public static void write(Path file, Certainty certainty) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(certainty, "certainty");
        Map<String, String> metadata;
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            metadata = open.metadata();
        }
        Safetensors.replaceMetadata(file, certainty.in(metadata));
    }

    /// The same with distances of answers, in the place of those that it may have.
    ///
    /// @throws IOException if it is no checkpoint, or cannot be written; it is then unchanged
    public static void write(Path file, Certainty certainty, SignDistances distances) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(certainty, "certainty");
        Objects.requireNonNull(distances, "distances");
        Checkpoint before = Formats.readCompact(file);
        Map<String, Tensor> tensors = new LinkedHashMap<>(before.tensors());
        tensors.putAll(distances.toTensors());
        Safetensors.write(file, new Checkpoint(tensors, certainty.in(before.metadata())));
    }

    /// Writes a model: beside the file first, then moved into its place.
    ///
    /// @param state all tensors of the model, as [Parameters#state()] of its root gives them
    /// @param trainedOn signers that it has seen
    /// @param more further metadata
    public static void write(Path file, Preset preset, Settings settings, Map<String, Tensor> state, SignList signs,
            List<String> trainedOn, Map<String, String> more) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(signs, "signs");
        Objects.requireNonNull(trainedOn, "trainedOn");
        Objects.requireNonNull(more, "more");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(PRESET, preset.id());
        metadata.putAll(settings.toMap());
        metadata.put(Architecture.CLASSES, Integer.toString(signs.size()));
        metadata.put(SIGNS, signs.toJson());
        if (!trainedOn.isEmpty()) {
            metadata.put(TRAINED_ON, String.join(",", trainedOn));
        }
        more.forEach(metadata::putIfAbsent);
        Safetensors.write(file, new Checkpoint(state, metadata));
    }
}
