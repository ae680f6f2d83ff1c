package islr.model;

import islr.features.FeatureSet;
import islr.nn.Parameters;
import islr.system.gislr.KerasNames;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.LoadReport;
import islr.weights.Safetensors;
import islr.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One file is the whole recogniser: a `.safetensors` with the weights, the statistics and, as metadata, the preset,
/// its sizes and the sign list.
///
/// | metadata | what |
/// |---|---|
/// | `preset` | `gislr-64` (exports of the original call it `system`) |
/// | `units`, `landmark_units`, `heads`, `blocks`, `classes` | sizes, as in [Gislr64.Settings] |
/// | `features` | a [FeatureSet], `dominant-hand` if it is not there |
/// | `padding` | a [Padding], `attended` if it is not there |
/// | `signs` | a JSON list of the names, in the order of the classes |
///
/// Tensors have our names (PyTorch's layout) or those of the Keras original ([KerasNames]); both are read, ours are
/// written.
///
/// @param model with its weights
/// @param signs empty if the file has no list
public record ModelFile(Gislr64 model, Optional<SignList> signs) {
    private static final String PRESET = "preset";
    private static final String FEATURES = "features";
    private static final String PADDING = "padding";
    private static final String SIGNS = "signs";
    /// Copied from the module `weights` when the library is built.
    private static final String BUNDLED = "/islr/words-13.safetensors";

    /// Reads and checks everything.
    ///
    /// @throws IOException whose message names the file, what is wrong and what to do
    public static ModelFile read(Path file) throws IOException {
        return of(file.toString(), Safetensors.read(file));
    }

    /// The model that comes with this library: thirteen words of American Sign Language, see `weights/words-13.md`.
    public static ModelFile bundled() throws IOException {
        try (InputStream in = ModelFile.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IOException(
                        BUNDLED + ": the model that belongs into this library is missing; name a checkpoint");
            }
            return of(BUNDLED, Safetensors.read(BUNDLED, in.readAllBytes()));
        }
    }

    /// @param file what messages call it
    private static ModelFile of(String file, Checkpoint checkpoint) throws IOException {
        requirePreset(file, checkpoint);
        boolean keras = checkpoint.tensors().containsKey("classifier.kernel");
        Map<String, Tensor> tensors;
        try {
            tensors = keras ? KerasNames.gislr().toOurs(checkpoint.tensors()) : checkpoint.tensors();
        } catch (WeightsException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        try {
            Gislr64.Settings settings = settings(checkpoint, tensors);
            if (keras) {
                requireHeads(checkpoint, settings);
            }
            Gislr64 model = model(settings, checkpoint.withTensors(tensors));
            tensors.forEach(ModelFile::requireFinite);
            return new ModelFile(model, signs(checkpoint, settings));
        } catch (IllegalArgumentException | WeightsException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// The model takes the file's tensors as they are. Only if they do not fit is one of the right shapes made, to
    /// report all that is wrong.
    private static Gislr64 model(Gislr64.Settings settings, Checkpoint checkpoint) throws WeightsException {
        Parameters parameters = Parameters.of(checkpoint.tensors());
        try {
            Gislr64 model = new Gislr64(settings, parameters);
            if (parameters.state().size() < checkpoint.tensors().size()) {
                LoadReport.compare(shapes(settings), checkpoint).orThrow();
            }
            return model;
        } catch (IllegalArgumentException e) {
            requireRoom(settings, checkpoint.tensors());
            LoadReport.compare(shapes(settings), checkpoint).orThrow();
            throw e;
        }
    }

    private static void requirePreset(String file, Checkpoint checkpoint) throws IOException {
        String preset = checkpoint.metadata().getOrDefault(PRESET, checkpoint.metadata().get("system"));
        if (preset == null) {
            throw new IOException(file + ": its metadata names no preset; only checkpoints of " + Gislr64.PRESET
                    + " with '" + PRESET + "' in their metadata can be run");
        }
        if (!preset.equals(Gislr64.PRESET)) {
            throw new IOException(
                    file + ": this is a checkpoint of '" + preset + "'; only " + Gislr64.PRESET + " can be run");
        }
    }

    private static Gislr64.Settings settings(Checkpoint checkpoint, Map<String, Tensor> tensors) throws IOException {
        Tensor positions = tensors.get("embedding.positional.weight");
        if (positions == null || positions.shape().rank() != 2) {
            throw new IllegalArgumentException("load: 'embedding.positional.weight' [frames + 1, units] is missing");
        }
        int frames = positions.shape().dim(0) - 1;
        int units = number(checkpoint, "units");
        int landmarkUnits = number(checkpoint, "landmark_units");
        int heads = number(checkpoint, "heads");
        int blocks = number(checkpoint, "blocks");
        int classes = number(checkpoint, "classes");
        try {
            return new Gislr64.Settings(frames, units, landmarkUnits, heads, blocks, classes,
                    FeatureSet.of(checkpoint.metadata().getOrDefault(FEATURES, FeatureSet.DOMINANT_HAND.id())),
                    Padding.of(checkpoint.metadata().getOrDefault(PADDING, Padding.ATTENDED.id())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("metadata: " + e.getMessage(), e);
        }
    }

    /// In our names no shape tells the number of heads, but the original has a layer for each.
    private static void requireHeads(Checkpoint checkpoint, Gislr64.Settings settings) {
        long layers = checkpoint.tensors().keySet().stream()
                .filter(name -> name.matches("blocks\\.0\\.attn\\.q\\.\\d+\\.kernel")).count();
        if (layers != 0 && layers != settings.heads()) {
            throw new IllegalArgumentException(
                    "metadata: 'heads' is " + settings.heads() + ", but the tensors are those of " + layers + " heads");
        }
    }

    /// Metadata that ask for a model much larger than the file must not take the memory for it. (What is a little
    /// wrong, [LoadReport] tells by name.)
    private static void requireRoom(Gislr64.Settings settings, Map<String, Tensor> tensors) {
        long units = settings.units();
        long landmarkUnits = settings.landmarkUnits();
        long least = settings.blocks() * 8 * units * units + 3 * landmarkUnits * landmarkUnits
                + settings.classes() * units;
        long held = tensors.values().stream().mapToLong(tensor -> tensor.shape().size()).sum();
        if (least > 10 * held) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "metadata: units %d, landmark_units %d, blocks %d and classes %d make a model of over %,d "
                            + "numbers; the file has %,d",
                    units, landmarkUnits, settings.blocks(), settings.classes(), least, held));
        }
    }

    /// One such number is enough for no answer to any clip.
    private static void requireFinite(String name, Tensor tensor) {
        float[] values = tensor.array();
        int end = tensor.offset() + tensor.shape().size();
        // A number less itself is 0, unless it is infinite or none. Four a round: a new JVM, whose compilers have not
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

    private static int number(Checkpoint checkpoint, String key) {
        String text = checkpoint.metadata().get(key);
        try {
            return Integer.parseInt(String.valueOf(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("metadata: '" + key + "' is "
                    + (text == null ? "missing" : "'" + text + "'") + "; a whole number is needed", e);
        }
    }

    private static Optional<SignList> signs(Checkpoint checkpoint, Gislr64.Settings settings) {
        String json = checkpoint.metadata().get(SIGNS);
        if (json == null) {
            return Optional.empty();
        }
        SignList signs = SignList.fromJson(json);
        if (signs.size() != settings.classes()) {
            throw new IllegalArgumentException(
                    "metadata: " + signs.size() + " signs for " + settings.classes() + " classes");
        }
        return Optional.of(signs);
    }

    private static Map<String, Shape> shapes(Gislr64.Settings settings) {
        Parameters blank = Parameters.blank();
        new Gislr64(settings, blank);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        blank.state().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    /// Writes a model: beside the file first, then moved into its place.
    ///
    /// @param state all tensors of the model, as [Parameters#state()] of its root gives them
    /// @param more further metadata (how it was trained, …)
    public static void write(Path file, Gislr64.Settings settings, Map<String, Tensor> state, SignList signs,
            Map<String, String> more) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(PRESET, Gislr64.PRESET);
        metadata.put("units", Integer.toString(settings.units()));
        metadata.put("landmark_units", Integer.toString(settings.landmarkUnits()));
        metadata.put("heads", Integer.toString(settings.heads()));
        metadata.put("blocks", Integer.toString(settings.blocks()));
        metadata.put("classes", Integer.toString(settings.classes()));
        metadata.put(FEATURES, settings.features().id());
        metadata.put(PADDING, settings.padding().id());
        metadata.put(SIGNS, signs.toJson());
        more.forEach(metadata::putIfAbsent);
        Safetensors.write(file, new Checkpoint(state, metadata));
    }
}
