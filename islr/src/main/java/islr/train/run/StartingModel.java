package islr.train.run;

import islr.data.SignList;
import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.recognize.Presets;
import islr.system.Setting;
import islr.system.Settings;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// A trained model that a run starts from instead of random numbers. What tells the signs apart, the last layer, is
/// taken over for the signs that the model knows and starts anew for the others.
///
/// @param name as `--init` has it, see [UsedModel]
/// @param file what it holds
public record StartingModel(String name, ModelFile file) {
    public StartingModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(file, "file");
    }

    /// @return the model of this name
    /// @throws IOException whose message says what is wrong with the file
    public static StartingModel read(String name) throws IOException {
        return read(name, Optional.empty(), Map.of());
    }

    /// The same for a file of another program, which may not say everything. As what the run is to train, it can then
    /// be read.
    ///
    /// @param preset of the run, if the user names it
    /// @param settings of the run that the user gives, by key; those of the training say nothing of the file
    /// @return the model of this name
    /// @throws IOException whose message says what is wrong with the file
    public static StartingModel read(String name, Optional<String> preset, Map<String, String> settings)
            throws IOException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(preset, "preset");
        Map<String, String> sizes = new LinkedHashMap<>(Objects.requireNonNull(settings, "settings"));
        sizes.keySet().retainAll(Presets.all().stream().flatMap(each -> each.defaults().list().stream())
                .filter(setting -> !setting.isOnlyForTraining()).map(Setting::key).collect(Collectors.toSet()));
        return new StartingModel(name, UsedModel.read(name, new ModelHints(preset, sizes, Optional.empty())));
    }

    /// What a run knows of the file that it started from.
    static ModelHints hints(RunSettings settings) {
        Map<String, String> sizes = new LinkedHashMap<>();
        for (Setting<?> setting : settings.values().list()) {
            if (!setting.isOnlyForTraining()) {
                sizes.put(setting.key(), settings.values().text(setting));
            }
        }
        return new ModelHints(Optional.of(settings.preset().id()), sizes, Optional.empty());
    }

    /// How a run's settings name it.
    public UsedModel used() {
        return UsedModel.of(UsedModel.Role.INIT, name, file);
    }

    /// Whether it is a model of that preset.
    public boolean isOf(String preset) {
        Objects.requireNonNull(preset, "preset");
        return file.preset().isCalled(preset);
    }

    /// The settings of a run that starts from it: the sizes and features of the file, and the preset's usual training.
    public RunSettings settings() {
        Settings settings = file.preset().defaults();
        for (Setting<?> setting : settings.list()) {
            if (!setting.isOnlyForTraining()) {
                settings = settings.with(setting.key(), file.settings().toMap().get(setting.key()));
            }
        }
        return new RunSettings(file.preset(), settings);
    }

    /// Checks that a run with these settings can start from it, before anything is read.
    ///
    /// @throws IllegalArgumentException saying what differs
    public void requireFitting(RunSettings settings) {
        Objects.requireNonNull(settings, "settings");
        if (!settings.preset().id().equals(file.preset().id())) {
            throw new IllegalArgumentException("init: " + name + " is a model of preset " + file.preset().id()
                    + "; leave --preset out, or start without it");
        }
        made(settings, Parameters.blank(), file.classes()).shapes().forEach((tensor, shape) -> {
            Tensor old = file.state().get(tensor);
            if (old == null || !old.shape().equals(shape)) {
                throw new IllegalArgumentException(
                        "init: '" + tensor + "' is " + (old == null ? "missing in " : old.shape() + " in ") + name
                                + ", and " + shape + " with these settings; do not change sizes with --set");
            }
        });
    }

    /// All tensors of a model with these signs.
    ///
    /// @param settings of the run, which may differ from those of the file in training alone
    /// @throws IllegalArgumentException as [#requireFitting(RunSettings)]
    public Map<String, Tensor> tensors(RunSettings settings, SignList signs) {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(signs, "signs");
        requireFitting(settings);
        // What is larger with one sign more is the last layer.
        Map<String, Shape> wider = made(settings, Parameters.blank(), signs.size() + 1).shapes();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        made(settings, Parameters.fresh(settings.seed()), signs.size()).state().forEach((tensor, fresh) -> {
            Tensor old = file.state().get(tensor);
            tensors.put(tensor, fresh.shape().equals(wider.get(tensor)) ? old.copy()
                    : classifier(old, fresh.copy(), axis(fresh.shape(), wider.get(tensor)), signs));
        });
        return tensors;
    }

    /// The parameters of which a model is made.
    private static Parameters made(RunSettings settings, Parameters parameters, int classes) {
        settings.signs().architecture().model(settings.values(), classes, parameters);
        return parameters;
    }

    /// Along which axis of a tensor the classes are.
    private static int axis(Shape shape, Shape wider) {
        int axis = 0;
        while (shape.dim(axis) == wider.dim(axis)) {
            axis++;
        }
        return axis;
    }

    /// Takes over what belongs to signs that the model knows.
    private Tensor classifier(Tensor old, Tensor fresh, int axis, SignList signs) {
        int inner = 1;
        for (int i = axis + 1; i < fresh.shape().rank(); i++) {
            inner *= fresh.shape().dim(i);
        }
        int outer = fresh.size() / inner / fresh.shape().dim(axis);
        for (int sign = 0; sign < signs.size(); sign++) {
            int known = UsedModel.classOf(file, signs, sign);
            for (int o = 0; o < outer && known >= 0; o++) {
                System.arraycopy(old.array(), old.offset() + (o * old.shape().dim(axis) + known) * inner, fresh.array(),
                        fresh.offset() + (o * fresh.shape().dim(axis) + sign) * inner, inner);
            }
        }
        return fresh;
    }

    /// What is taken over, in words.
    public String description(SignList signs) {
        Objects.requireNonNull(signs, "signs");
        int known = 0;
        for (int sign = 0; sign < signs.size(); sign++) {
            known += UsedModel.classOf(file, signs, sign) >= 0 ? 1 : 0;
        }
        String epochs = file.metadata().get("epochs_done");
        return "Starts from " + (name.equals(UsedModel.BUNDLED) ? "the bundled model" : name) + " (preset "
                + file.preset().id() + (epochs == null ? "" : ", " + epochs + " epochs") + "). "
                + (known == signs.size() ? "It knows all " + known + " signs." : "It knows " + known + " of the "
                        + signs.size() + " signs; the last layer starts anew for the others.");
    }
}
