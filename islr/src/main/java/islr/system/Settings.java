package islr.system;

import islr.weights.text.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A value for each of a list of [Setting]s. Immutable: changes give another object.
public final class Settings {
    private final List<Setting<?>> list;
    private final Map<String, Object> values;
    /// What the keys of a member of a combination begin with; empty otherwise.
    private final String prefix;

    private Settings(List<Setting<?>> list, Map<String, Object> values, String prefix) {
        this.list = list;
        this.values = values;
        this.prefix = prefix;
    }

    /// The defaults.
    public static Settings defaults(List<Setting<?>> list) {
        Map<String, Object> values = new LinkedHashMap<>();
        list.forEach(setting -> values.put(setting.key(), setting.usual()));
        return new Settings(List.copyOf(list), values, "");
    }

    /// @return the value of the setting
    /// @throws IllegalArgumentException if this list does not have the setting
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        return (T) values.get(key(setting));
    }

    /// The key of a setting in the whole list: that of the member, or else the one that all members share.
    ///
    /// @throws IllegalArgumentException if this list does not have the setting
    private String key(Setting<?> setting) {
        String own = prefix + setting.key();
        if (values.containsKey(own)) {
            return own;
        }
        if (values.containsKey(setting.key())) {
            return setting.key();
        }
        throw new IllegalArgumentException("there is no setting '" + own + "' here");
    }

    /// The same with one value changed.
    public <T> Settings with(Setting<T> setting, T value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(key(setting), value);
        return new Settings(list, changed, prefix);
    }

    /// The same with one value changed, given as text.
    ///
    /// @throws IllegalArgumentException if there is no such setting, naming those that there are, or its value is out
    ///     of range
    public Settings with(String key, String text) {
        return parsed(setting(key), text);
    }

    private <T> Settings parsed(Setting<T> setting, String text) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(setting.key(), setting.parse(text));
        return new Settings(list, changed, prefix);
    }

    /// @return the setting with this key
    /// @throws IllegalArgumentException if there is no such setting, naming those that there are
    public Setting<?> setting(String key) {
        return list.stream().filter(setting -> setting.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no setting '" + key + "'"
                        + Nearest.meant(key, list.stream().map(Setting::key).toList()) + "; there are "
                        + list.stream().map(Setting::key).collect(Collectors.joining(", "))));
    }

    /// Two settings of which one has to divide the other.
    ///
    /// @throws IllegalArgumentException naming both, if it does not
    public void requireDivisor(Setting<Integer> whole, Setting<Integer> divisor) {
        if (get(whole) % get(divisor) != 0) {
            throw new IllegalArgumentException(
                    key(whole) + " " + get(whole) + " do not divide into " + get(divisor) + " " + key(divisor));
        }
    }

    /// Whether there is a setting with this key.
    public boolean has(String key) {
        return values.containsKey(prefix + key);
    }

    /// All settings, in the order of `--help`.
    public List<Setting<?>> list() {
        return list;
    }

    /// The settings of one member of a combination: those whose keys begin with `member.`, without it. What the
    /// combination has itself, for all of its members, is there too.
    public Settings member(String member) {
        return new Settings(list, values, prefix + member + ".");
    }

    /// Every value by key, in the order of the list: whole numbers as [Integer] or [Long], others as [Double], several
    /// numbers as a list, and choices as the text of [#toMap].
    public SequencedMap<String, Object> values() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        Settings all = new Settings(list, values, "");
        list.forEach(setting -> map.put(setting.key(), switch (all.get(setting)) {
            case Number number -> number;
            case List<?> numbers -> numbers;
            case Object choice -> all.text(setting);
        }));
        return map;
    }

    /// Every value as text, by key, in the order of the list: what files keep.
    public SequencedMap<String, String> toMap() {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        Settings all = new Settings(list, values, "");
        list.forEach(setting -> map.put(setting.key(), all.text(setting)));
        return map;
    }

    /// The value of a setting as text.
    public <T> String text(Setting<T> setting) {
        return setting.format(get(setting));
    }

    /// What a file says, the inverse of [#toMap]; keys that are no settings are passed over.
    ///
    /// @param missing what to do about a setting that the file does not have, and that is not
    ///     [optional][Setting#optional()]: the message of what is thrown, or null to keep the present value
    /// @throws IllegalArgumentException if a setting is missing or out of range
    public Settings read(Map<String, String> file, Function<Setting<?>, String> missing) {
        Settings read = this;
        for (Setting<?> setting : list) {
            read = read.read(setting, file.get(setting.key()), missing);
        }
        return read;
    }

    private <T> Settings read(Setting<T> setting, String text, Function<Setting<?>, String> missing) {
        if (text != null) {
            return parsed(setting, text);
        }
        String message = setting.isOptional() ? null : missing.apply(setting);
        if (message != null) {
            throw new IllegalArgumentException(message);
        }
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that && toMap().equals(that.toMap()) && prefix.equals(that.prefix);
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
