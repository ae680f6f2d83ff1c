package islr.recognize;

import islr.nn.Parameters;
import islr.system.Settings;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.FingerspellingNetwork;
import islr.system.fingerspelling.SpellingNames;
import islr.system.fingerspelling.SpellingPreset;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Formats;
import islr.weights.LoadReport;
import islr.weights.Safetensors;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One file is the whole speller: a `.safetensors` with the weights and, as metadata, the preset and its settings, as
/// [ModelFile] is the whole recogniser of signs. Files of the original are read as well, in any format of [Formats]:
/// their tensors show the sizes.
///
/// @param source what messages call the file
/// @param state the tensors of the network, by our names
/// @param metadata all of it
public record SpellerFile(String source, SpellingPreset preset, Settings settings, FingerspellingNetwork network,
        Map<String, Tensor> state, Map<String, String> metadata) {
    /// Numbers that a network may need more than its file has: the tables of positions.
    private static final long SPARE = 1 << 22;

    public SpellerFile {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(metadata, "metadata");
    }

    /// Whether a file says that it is a speller, or a user does.
    ///
    /// @param preset what the user says of it
    public static boolean isIn(Path file, Optional<String> preset) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(preset, "preset");
        if (preset.isPresent()) {
            return isSpeller(preset.get());
        }
        try (TensorFile open = Formats.open(file)) {
            String named = open.metadata().get(ModelFile.PRESET);
            if (named != null) {
                return isSpeller(named);
            }
            // Only the list of tensors is read of most files, which takes much less time than the numbers.
            return open.infos().keySet().stream().anyMatch(name -> name.endsWith(SpellingNames.WITNESS))
                    && fits(open.checkpoint(), ModelHints.NONE);
        } catch (IOException | IllegalArgumentException e) {
            // Reading it as a recogniser of signs will tell what is wrong with it.
            return false;
        }
    }

    /// Whether tensors are those of a speller, or somebody says so.
    public static boolean fits(Checkpoint checkpoint, ModelHints hints) {
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(hints, "hints");
        Optional<String> named = hints.preset()
                .or(() -> Optional.ofNullable(checkpoint.metadata().get(ModelFile.PRESET)));
        return named.isPresent() ? isSpeller(named.get()) : checkpoint.tensors().containsKey(SpellingNames.WITNESS);
    }

    private static boolean isSpeller(String name) {
        return Presets.spellers().stream().anyMatch(each -> each.isCalled(name));
    }

    /// Reads and checks everything. The file may have any format of [Formats].
    ///
    /// @return preset, settings and numbers of the network
    /// @throws IOException whose message names the file, what is wrong and what to do
    public static SpellerFile read(Path file, ModelHints hints) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(hints, "hints");
        return of(Formats.read(file), hints);
    }

    /// The same for tensors that were read already.
    ///
    /// @return preset, settings and numbers of the network
    /// @throws IOException as [#read(Path, ModelHints)]
    public static SpellerFile of(Checkpoint all, ModelHints hints) throws IOException {
        Objects.requireNonNull(all, "all");
        Objects.requireNonNull(hints, "hints");
        try {
            Checkpoint ours = all.widened().withTensors(SpellingNames.ours(all.widened().tensors()));
            Map<String, String> said = new LinkedHashMap<>(SpellingNames.told(ours.tensors()));
            SpellingPreset preset = preset(ours, hints, said);
            hints.settings().keySet().forEach(preset.defaults()::setting);
            said.putAll(ours.metadata());
            said.putAll(hints.settings());
            Settings settings = preset.defaults().read(said, setting -> null);
            Map<String, Shape> shapes = shapes(settings, ours);
            Checkpoint whole = ours.withTensors(SpellingNames.withTables(settings, shapes, ours.tensors()));
            LoadReport.compare(shapes, whole).orThrow();
            whole.tensors().forEach(ModelFile::requireFinite);
            return new SpellerFile(all.source(), preset, settings,
                    Fingerspelling.network(settings, Parameters.of(whole.tensors())), whole.tensors(), all.metadata());
        } catch (IllegalArgumentException | WeightsException e) {
            throw ModelFile.failed(all.source(), e);
        }
    }

    /// @param told what the tensors tell of settings
    private static SpellingPreset preset(Checkpoint checkpoint, ModelHints hints, Map<String, String> told) {
        Optional<String> named = Optional.ofNullable(checkpoint.metadata().get(ModelFile.PRESET));
        if (hints.preset().isPresent() && named.isPresent() && !named.equals(hints.preset())) {
            throw new IllegalArgumentException("its metadata name the preset '" + named.get() + "', not '"
                    + hints.preset().get() + "'; leave --preset out");
        }
        Optional<String> id = hints.preset().or(() -> named);
        if (id.isPresent()) {
            return Presets.speller(id.get());
        }
        if (told.isEmpty()) {
            throw new IllegalArgumentException("its metadata name no preset, and its tensors are not those of a "
                    + "fingerspelling network; name the preset with --preset to be told what differs");
        }
        // Our own files name theirs. Of the published ones that of which most sizes are the file's.
        return Presets.spellers().stream().filter(preset -> !preset.source().isEmpty())
                .max(java.util.Comparator.comparingLong(preset -> {
                    Map<String, String> usual = preset.defaults().toMap();
                    return told.entrySet().stream().filter(each -> each.getValue().equals(usual.get(each.getKey())))
                            .count();
                })).orElseThrow();
    }

    /// Metadata that ask for a network much larger than the file must not take the memory for it.
    private static Map<String, Shape> shapes(Settings settings, Checkpoint checkpoint) {
        long held = checkpoint.tensors().values().stream().mapToLong(Tensor::size).sum();
        Parameters blank = Parameters.blank(10 * held + SPARE);
        try {
            Fingerspelling.network(settings, blank);
        } catch (Parameters.TooManyException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "metadata: %s make a network of over %,d numbers; the file has %,d",
                            settings, 10 * held + SPARE, held),
                    e);
        }
        return blank.shapes();
    }

    /// The signers that the network was trained on, as far as the file says.
    public Optional<List<String>> trainedOn() {
        return Optional.ofNullable(metadata.get(ModelFile.TRAINED_ON)).map(names -> List.of(names.split(",")));
    }

    /// The whole file as it is written here.
    public Checkpoint checkpoint() {
        Map<String, String> written = new LinkedHashMap<>();
        written.put(ModelFile.PRESET, preset.id());
        written.putAll(settings.toMap());
        if (metadata.containsKey(ModelFile.PRESET)) {
            metadata.forEach(written::putIfAbsent);
        }
        return new Checkpoint(source, state, written);
    }

    /// Writes a model: beside the file first, then moved into its place.
    ///
    /// @param state all tensors of the network, as [Parameters#state()] of its root gives them
    /// @param trainedOn signers that it has seen
    /// @param more further metadata
    public static void write(Path file, SpellingPreset preset, Settings settings, Map<String, Tensor> state,
            List<String> trainedOn, Map<String, String> more) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(trainedOn, "trainedOn");
        Objects.requireNonNull(more, "more");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ModelFile.PRESET, preset.id());
        metadata.putAll(settings.toMap());
        if (!trainedOn.isEmpty()) {
            metadata.put(ModelFile.TRAINED_ON, String.join(",", trainedOn));
        }
        more.forEach(metadata::putIfAbsent);
        Safetensors.write(file, new Checkpoint(state, metadata));
    }
}
