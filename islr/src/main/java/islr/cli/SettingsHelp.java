package islr.cli;

import islr.train.Preset;
import islr.train.Setting;
import islr.train.TrainSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The settings of a run as `--help` shows them: what each means, what is allowed, and what the presets say.
final class SettingsHelp {
    private static final String SECTION = "settings";
    private static final Preset FIRST = Preset.values()[0];

    private SettingsHelp() {}

    /// Puts the list between the options and the footer.
    static void addTo(UsageMessageSpec usage) {
        usage.sectionMap().put(SECTION, help -> lines().map("%s%n"::formatted).collect(Collectors.joining()));
        List<String> keys = usage.sectionKeys();
        int footer = keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING);
        usage.sectionKeys(Stream.of(keys.subList(0, footer), List.of(SECTION), keys.subList(footer, keys.size()))
                .flatMap(List::stream).toList());
    }

    private static Stream<String> lines() {
        Stream<String> heading = Stream.of("", "Settings, what is allowed, and in brackets the value of preset "
                + FIRST.id() + " (and others that differ):");
        return Stream.concat(heading, Arrays.stream(Setting.values()).map(SettingsHelp::line));
    }

    private static String line(Setting setting) {
        String value = value(FIRST, setting);
        String others = Arrays.stream(Preset.values()).filter(preset -> !value(preset, setting).equals(value))
                .map(preset -> "; " + preset.id() + ": " + value(preset, setting)).collect(Collectors.joining());
        return String.format(Locale.ROOT, "  %-18s  %s: %s (%s%s)", setting.key(), setting.description(),
                setting.range(), value, others);
    }

    private static String value(Preset preset, Setting setting) {
        String value = setting.format(TrainSettings.of(preset).get(setting));
        return value.endsWith(".0") ? value.substring(0, value.length() - 2) : value;
    }
}
