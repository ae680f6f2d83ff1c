package islr.recognize;

import islr.system.Architecture;
import islr.system.Preset;
import islr.system.Setting;
import islr.system.Settings;
import islr.tensor.Shape;
import islr.weights.Checkpoint;
import islr.weights.LoadReport;
import islr.weights.LoadReport.Difference;
import islr.weights.WeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the preset of a checkpoint that does not name it, from its tensors.
///
/// A preset fits if its model, with the sizes that the tensors show, has exactly the tensors of the file; statistics of
/// the training set may be missing. Of several that fit, the one is taken whose own sizes these are. If there is none,
/// but all settings are known and all that fit are the same model, it is the one with the fewest other sizes.
final class FittingPresets {
    /// A preset with the settings that the file tells.
    ///
    /// @param unknown settings that nothing tells: those of the preset are in their place
    private record Fit(Preset preset, Settings settings, List<String> unknown) {
        /// How many settings are not the preset's own.
        long changed() {
            Map<String, String> usual = preset.defaults().toMap();
            return used().entrySet().stream().filter(each -> !each.getValue().equals(usual.get(each.getKey()))).count();
        }

        /// Those that a model is made of.
        private Map<String, String> used() {
            Map<String, String> used = new LinkedHashMap<>();
            for (Setting<?> setting : settings.list()) {
                if (!setting.isOnlyForTraining()) {
                    used.put(setting.key(), settings.text(setting));
                }
            }
            return used;
        }
    }

    private FittingPresets() {}

    /// All that fit, in the order in which presets are listed.
    static List<Preset> all(OurNames names, Map<String, String> hints) {
        return fits(names, hints).stream().map(Fit::preset).toList();
    }

    /// The one that fits.
    ///
    /// @param names of a checkpoint without the tensors of [SignDistances]
    /// @param hints settings that go before those of the file
    /// @throws IllegalArgumentException if none fits or several do, naming them
    static Preset of(OurNames names, Map<String, String> hints) {
        List<Fit> fits = fits(names, hints);
        if (fits.isEmpty()) {
            throw new IllegalArgumentException(
                    "its metadata name no preset, and its tensors are those of none; if it is "
                            + "a model of one, name it with --preset to be told what differs: " + names(Presets.all()));
        }
        List<Fit> exact = fits.stream().filter(fit -> fit.changed() == 0).toList();
        if (exact.size() == 1) {
            return exact.getFirst().preset();
        }
        Fit nearest = fits.getFirst();
        for (Fit fit : fits) {
            if (!fit.used().equals(nearest.used()) || !fit.unknown().isEmpty()) {
                throw new IllegalArgumentException("its metadata name no preset, and its tensors "
                        + (fits.size() == 1 ? "could be those of " : "fit several: ")
                        + names(fits.stream().map(Fit::preset).toList()) + unknown(fit)
                        + "; name the one that it is with --preset");
            }
            nearest = fit.changed() < nearest.changed() ? fit : nearest;
        }
        return nearest.preset();
    }

    private static String names(List<Preset> presets) {
        return presets.stream().map(Preset::id).collect(Collectors.joining(", "));
    }

    private static String unknown(Fit fit) {
        return fit.unknown().isEmpty() ? "" : ", but nothing says "
                + fit.unknown().stream().map(key -> "'" + key + "'").collect(Collectors.joining(", "));
    }

    private static List<Fit> fits(OurNames names, Map<String, String> hints) {
        List<Fit> fits = new ArrayList<>();
        for (Preset preset : Presets.all()) {
            fit(preset, names, hints).ifPresent(fits::add);
        }
        return fits;
    }

    private static Optional<Fit> fit(Preset preset, OurNames names, Map<String, String> hints) {
        Architecture architecture = preset.architecture();
        Checkpoint checkpoint = names.checkpoint();
        try {
            Architecture.Ours ours = names.of(architecture);
            Checkpoint renamed = checkpoint.withTensors(ours.tensors());
            Map<String, String> said = ModelFile.said(architecture, ours, checkpoint.metadata(), hints);
            Settings settings = preset.defaults().read(said, setting -> null);
            Map<String, Shape> shapes = ModelFile.shapes(architecture, settings, ModelFile.classes(said), renamed);
            LoadReport report = LoadReport.compare(shapes, renamed);
            // Statistics of the training set may be missing: they are no weights in other programs.
            boolean fits = !report.loaded().isEmpty() && report.names(Difference.UNUSED).isEmpty()
                    && report.names(Difference.MISMATCHED).isEmpty() && report.names(Difference.RESHAPED).isEmpty()
                    && report.names(Difference.MISSING).stream()
                            .allMatch(name -> name.startsWith(Architecture.STATISTICS));
            List<String> unknown = settings.list().stream()
                    .filter(setting -> !setting.isOnlyForTraining() && !setting.isOptional()).map(Setting::key)
                    .filter(key -> !said.containsKey(key)).toList();
            return fits ? Optional.of(new Fit(preset, settings, unknown)) : Optional.empty();
        } catch (WeightsException | IllegalArgumentException e) {
            // It is none of these.
            return Optional.empty();
        }
    }
}
