package islr.cli;

import islr.recognize.Presets;
import islr.system.NamedSettings;
import islr.system.Preset;
import islr.system.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The settings of every preset as `--help` shows them: what each means, what is allowed, and its value.
final class SettingsHelp {
    private static final String SECTION = "settings";
    private static final int WIDTH = 100;
    private static final String INDENT = " ".repeat(22);

    private SettingsHelp() {}

    /// Puts the list between the options and the footer.
    static void addTo(UsageMessageSpec usage) {
        usage.sectionMap().put(SECTION, help -> lines().map("%s%n"::formatted).collect(Collectors.joining()));
        List<String> keys = usage.sectionKeys();
        int footer = keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING);
        usage.sectionKeys(Stream.of(keys.subList(0, footer), List.of(SECTION), keys.subList(footer, keys.size()))
                .flatMap(List::stream).toList());
    }

    /// Presets of one architecture share a list.
    private static Stream<String> lines() {
        Map<Class<?>, List<NamedSettings>> families = new LinkedHashMap<>();
        Presets.any().forEach(
                preset -> families.computeIfAbsent(system(preset), architecture -> new ArrayList<>()).add(preset));
        return families.values().stream().flatMap(SettingsHelp::family);
    }

    private static Class<?> system(NamedSettings preset) {
        return preset instanceof Preset signs ? signs.architecture().getClass() : preset.getClass();
    }

    private static Stream<String> family(List<NamedSettings> presets) {
        String heading = "Settings of " + presets.stream().map(NamedSettings::id).collect(Collectors.joining(", "))
                + ", with the value of " + (presets.size() == 1 ? "this preset" : "the first (and others that differ)")
                + " in brackets:";
        Stream<String> settings = presets.getFirst().settings().stream().flatMap(setting -> line(presets, setting));
        return Stream.of(Stream.of(""), wrapped(heading, ""), settings).flatMap(lines -> lines);
    }

    private static Stream<String> line(List<NamedSettings> presets, Setting<?> setting) {
        String value = value(presets.getFirst(), setting);
        String others = presets.stream().filter(preset -> !value(preset, setting).equals(value))
                .map(preset -> "; " + preset.id() + ": " + value(preset, setting)).collect(Collectors.joining());
        String text = String.format(Locale.ROOT, "  %-18s  %s: %s (%s%s)", setting.key(), setting.description(),
                setting.range(), value, others);
        return wrapped(text, INDENT);
    }

    private static Stream<String> wrapped(String text, String indent) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > WIDTH) {
            int cut = rest.lastIndexOf(' ', WIDTH);
            if (cut <= indent.length()) {
                break;
            }
            lines.add(rest.substring(0, cut));
            rest = indent + rest.substring(cut + 1);
        }
        lines.add(rest);
        return lines.stream();
    }

    private static String value(NamedSettings preset, Setting<?> setting) {
        String value = preset.defaults().text(setting);
        return value.endsWith(".0") ? value.substring(0, value.length() - 2) : value;
    }
}
