package islr.system;

import islr.weights.text.Nearest;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Something that a system can be told: its key, the type and range of its value, its default, and a line of help.
///
/// The same list of settings serves `--set key=value`, the help, the `settings.json` of a run and the metadata of a
/// checkpoint (see [Settings#toMap]). Sizes and defaults are written here and nowhere else.
///
/// @param <T> type of the value
public final class Setting<T> {
    /// As many as a `long` has.
    private static final int MOST_DIGITS = 19;

    private final String key;
    private final String description;
    private final String range;
    private final T usual;
    private final Function<String, T> parse;
    private final Function<T, String> format;
    private final boolean optional;
    private final boolean training;

    private Setting(String key, String description, String range, T usual, Function<String, T> parse,
            Function<T, String> format, boolean optional, boolean training) {
        this.key = key;
        this.description = description;
        this.range = range;
        this.usual = usual;
        this.parse = parse;
        this.format = format;
        this.optional = optional;
        this.training = training;
    }

    private static <T> Setting<T> of(String key, String description, String range, T usual, Function<String, T> parse,
            Function<T, String> format) {
        return new Setting<>(key, description, range, usual, parse, format, false, false);
    }

    /// A whole number.
    public static Setting<Integer> whole(String key, String description, int least, int most, int usual) {
        return of(key, description, wholes(least, most), usual, text -> (int) whole(key, text, least, most),
                value -> Integer.toString(value));
    }

    /// A whole number that may be large.
    public static Setting<Long> large(String key, String description, long least, long most, long usual) {
        return of(key, description, wholes(least, most), usual, text -> whole(key, text, least, most),
                value -> Long.toString(value));
    }

    /// A number.
    public static Setting<Double> real(String key, String description, double least, double most, double usual) {
        String range = plain(least) + " to " + plain(most);
        return of(key, description, "a number from " + range, usual, text -> real(key, text, least, most, range),
                value -> Double.toString(value));
    }

    /// One of several names.
    public static <E> Setting<E> choice(String key, String description, List<E> values, Function<E, String> id,
            E usual) {
        List<String> ids = values.stream().map(id).toList();
        String range = String.join(" or ", ids);
        return of(key, description, range, usual,
                text -> values.stream().filter(value -> id.apply(value).equals(text.strip())).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                key + ": '" + text + "' is not " + range + Nearest.meant(text.strip(), ids))),
                id);
    }

    /// One of the values of an enum, by their names in small letters.
    public static <E extends Enum<E>> Setting<E> choice(String key, String description, E usual) {
        return choice(key, description, List.of(usual.getDeclaringClass().getEnumConstants()),
                value -> value.name().toLowerCase(Locale.ROOT), usual);
    }

    /// Yes or no.
    public static Setting<Boolean> yesNo(String key, String description, boolean usual) {
        return choice(key, description, List.of(true, false), value -> value ? "yes" : "no", usual);
    }

    /// Whole numbers, separated by commas: widths of layers.
    public static Setting<List<Integer>> wholes(String key, String description, int least, int most,
            List<Integer> usual) {
        return of(key, description, "whole numbers from " + least + " to " + most + ", separated by commas", usual,
                text -> Arrays.stream(parts(text)).map(part -> (int) whole(key, part, least, most)).toList(),
                Setting::joined);
    }

    /// Numbers, separated by commas.
    public static Setting<List<Double>> reals(String key, String description, double least, double most,
            List<Double> usual) {
        String range = plain(least) + " to " + plain(most);
        return of(key, description, "numbers from " + range + ", separated by commas", usual,
                text -> Arrays.stream(parts(text)).map(part -> real(key, part, least, most, range)).toList(),
                Setting::joined);
    }

    /// Brackets around a list are allowed: other programs write them.
    private static String[] parts(String text) {
        return text.strip().replaceFirst("^\\[", "").replaceFirst("]$", "").split(",", -1);
    }

    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static long whole(String key, String text, long least, long most) {
        BigDecimal value;
        try {
            // Nearly all are digits alone, for which a start need not load the classes of decimals.
            long usual = Long.parseLong(text.strip());
            if (usual >= least && usual <= most) {
                return usual;
            }
        } catch (NumberFormatException e) {
            // 64.0 and 1e2 are whole numbers too.
        }
        try {
            // Not by way of a double, which holds whole numbers up to 2^53 only.
            value = new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            number(key, text);
            throw notWhole(key, text, least, most);
        }
        // 1e999999999 has that many digits as a whole number: the order of the checks matters.
        if (value.precision() - (long) value.scale() > MOST_DIGITS || value.compareTo(BigDecimal.valueOf(least)) < 0
                || value.compareTo(BigDecimal.valueOf(most)) > 0 || value.stripTrailingZeros().scale() > 0) {
            throw notWhole(key, text, least, most);
        }
        return value.longValue();
    }

    private static IllegalArgumentException notWhole(String key, String text, long least, long most) {
        return new IllegalArgumentException(key + ": " + text.strip() + " is not " + wholes(least, most));
    }

    private static String wholes(long least, long most) {
        return "a whole number from " + least + " to " + most;
    }

    private static double real(String key, String text, double least, double most, String range) {
        double value = number(key, text);
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(key + ": " + text.strip() + " is not in " + range);
        }
        return value;
    }

    private static double number(String key, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": '" + text + "' is not a number", e);
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /// The same with another default.
    public Setting<T> withDefault(T other) {
        return new Setting<>(key, description, range, other, parse, format, optional, training);
    }

    /// The same for a setting that files lack which were written before it existed: they mean the preset's value.
    public Setting<T> optional() {
        return new Setting<>(key, description, range, usual, parse, format, true, training);
    }

    /// The same for a setting that matters in training only: a checkpoint can be used without it.
    public Setting<T> onlyInTraining() {
        return new Setting<>(key, description, range, usual, parse, format, optional, true);
    }

    /// The same under a longer key: `transformer.units`.
    public Setting<T> under(String prefix) {
        return new Setting<>(prefix + key, description, range, usual, text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(prefix + e.getMessage(), e);
            }
        }, format, optional, training);
    }

    /// Its name on the command line and in files: `landmark_units`.
    public String key() {
        return key;
    }

    /// What it is, in a few words, for `--help`.
    public String description() {
        return description;
    }

    /// What is allowed: `a whole number from 1 to 64`, or the names.
    public String range() {
        return range;
    }

    /// The default, unless a [Preset] has another one.
    public T usual() {
        return usual;
    }

    /// Whether files may lack it, see [#optional()].
    public boolean isOptional() {
        return optional;
    }

    /// Whether it matters in training only: a checkpoint can be used without it.
    public boolean isOnlyForTraining() {
        return training;
    }

    /// @return the value that the text stands for
    /// @throws IllegalArgumentException naming key and range, if the text is no such value
    public T parse(String text) {
        return parse.apply(text);
    }

    /// The value as it is written down and parsed again.
    public String format(T value) {
        return format.apply(value);
    }

    @Override
    public String toString() {
        return key;
    }
}
