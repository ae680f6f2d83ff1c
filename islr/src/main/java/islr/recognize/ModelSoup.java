package islr.recognize;

import islr.nn.train.SavedNumbers;
import islr.nn.train.Soup;
import islr.system.Setting;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// The mean of several trained models of one kind, number by number: one model, as fast as each of them.
///
/// It helps where the models are near one another: checkpoints of one run, or runs that started from one model. The
/// mean of models that began with other random numbers recognises nothing.
///
/// Source: Wortsman et al., *Model soups* (2022).
public final class ModelSoup {
    private ModelSoup() {}

    /// Writes the mean of models into a file. What was measured of one of them, temperature and distances, is not true
    /// of the mean and is left out.
    ///
    /// @param out beside it first, then moved into its place
    /// @param files two models at least, of the same preset, settings and signs
    /// @throws IllegalArgumentException if there are fewer than two, or they are not of one kind
    /// @throws IOException if a file cannot be read, or the mean cannot be written
    public static void write(Path out, List<Path> files) throws IOException {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(files, "files");
        if (files.size() < 2) {
            throw new IllegalArgumentException("soup: a mean is of two models at least; name more files");
        }
        List<ModelFile> models = new ArrayList<>();
        for (Path file : files) {
            models.add(CompleteFile.requireSigns(CompleteFile.read(file)));
        }
        ModelFile first = models.getFirst();
        for (ModelFile other : models.subList(1, models.size())) {
            requireLike(first, other);
        }
        ModelFile.write(out, first.preset(), first.settings(), mean(models), first.signs().orElseThrow(),
                trainedOn(models), Map.of("mean_of", Integer.toString(models.size())));
    }

    private static void requireLike(ModelFile first, ModelFile other) {
        if (!first.preset().id().equals(other.preset().id())) {
            throw new IllegalArgumentException("soup: " + first.source() + " is of preset " + first.preset().id() + ", "
                    + other.source() + " of preset " + other.preset().id() + "; a mean is of models of one kind");
        }
        for (Setting<?> setting : first.settings().list()) {
            String one = first.settings().text(setting);
            String two = other.settings().text(setting);
            if (!setting.isOnlyForTraining() && !one.equals(two)) {
                throw new IllegalArgumentException("soup: " + setting.key() + " is " + one + " in " + first.source()
                        + " and " + two + " in " + other.source() + "; a mean is of models of one size");
            }
        }
        if (!first.signs().equals(other.signs())) {
            throw new IllegalArgumentException(
                    "soup: " + first.source() + " and " + other.source() + " do not have the same list of signs");
        }
    }

    private static SequencedMap<String, Tensor> mean(List<ModelFile> models) {
        SequencedMap<String, Tensor> each = new LinkedHashMap<>();
        models.getFirst().state().forEach((name, tensor) -> each.put(name, tensor.copy()));
        Soup soup = new Soup(each);
        for (ModelFile model : models) {
            SavedNumbers.restore(model.source(), model.state(), each);
            soup.add(Compute.cpu());
        }
        return soup.means();
    }

    private static List<String> trainedOn(List<ModelFile> models) {
        SequencedSet<String> signers = new LinkedHashSet<>();
        for (ModelFile model : models) {
            if (model.trainedOn().isEmpty()) {
                return List.of();
            }
            signers.addAll(model.trainedOn().get());
        }
        return List.copyOf(signers);
    }
}
