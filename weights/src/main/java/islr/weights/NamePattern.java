package islr.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A tensor name with placeholders, `blocks.{i}.attn.{p}.bias`. Each placeholder stands for any one segment between
/// dots; in a pattern with slashes, between slashes. A name with slashes fits no pattern with dots.
///
/// `{i:dense}` stands for a number as Keras appends it to names: `dense` is 0, `dense_1` is 1.
///
/// @param separator what is between segments: a slash if the pattern has one, or else a dot
/// @param segments the parts between the separators
record NamePattern(char separator, List<NamePattern.Segment> segments) {
    private static final Pattern PLACEHOLDER = Pattern.compile("(\\{[a-z]+)(:[a-z_0-9]*[a-z])?}");
    private static final Pattern NUMBER = Pattern.compile("_[1-9][0-9]{0,5}");

    /// A part of a pattern.
    ///
    /// @param text as it is written
    /// @param key the placeholder, `{i}`; empty for a word
    /// @param stem what the number is appended to; empty for any other segment
    record Segment(String text, String key, String stem) {
        static Segment of(String text, String pattern) {
            Matcher placeholder = PLACEHOLDER.matcher(text);
            if (placeholder.matches()) {
                String stem = placeholder.group(2);
                return new Segment(text, placeholder.group(1) + "}", stem == null ? "" : stem.substring(1));
            }
            if (text.isEmpty() || text.contains("{") || text.contains("}")) {
                throw new IllegalArgumentException("name pattern '" + pattern
                        + "': between two dots is a word or a {placeholder}, not '" + text + "'");
            }
            return new Segment(text, "", "");
        }

        boolean isWord() {
            return key.isEmpty();
        }

        /// The value of the placeholder, if this part of a name fits; of a word the word.
        Optional<String> match(String part) {
            if (isWord()) {
                return Optional.of(part).filter(text::equals);
            }
            if (stem.isEmpty()) {
                return Optional.of(part).filter(any -> !any.isEmpty());
            }
            if (part.equals(stem)) {
                return Optional.of("0");
            }
            return Optional.of(part).filter(any -> any.startsWith(stem)).map(any -> any.substring(stem.length()))
                    .filter(NUMBER.asMatchPredicate()).map(number -> number.substring(1));
        }

        String fill(Map<String, String> values) {
            if (isWord()) {
                return text;
            }
            String value = values.get(key);
            return stem.isEmpty() ? value : value.equals("0") ? stem : stem + "_" + value;
        }

        /// Whether some part of a name fits both.
        boolean overlaps(Segment other) {
            if (isWord()) {
                return other.match(text).isPresent();
            }
            if (other.isWord()) {
                return match(other.text).isPresent();
            }
            return stem.isEmpty() || other.stem.isEmpty() || stem.equals(other.stem);
        }
    }

    static NamePattern of(String pattern) {
        char separator = pattern.indexOf('/') < 0 ? '.' : '/';
        List<Segment> segments = new ArrayList<>();
        for (String text : split(pattern, separator)) {
            segments.add(Segment.of(text, pattern));
        }
        NamePattern parsed = new NamePattern(separator, List.copyOf(segments));
        if (parsed.placeholders().size() < segments.stream().filter(segment -> !segment.isWord()).count()) {
            throw new IllegalArgumentException("name pattern '" + pattern + "': a placeholder occurs twice");
        }
        return parsed;
    }

    private static String[] split(String name, char separator) {
        return name.split(separator == '/' ? "/" : "\\.", -1);
    }

    Set<String> placeholders() {
        return segments.stream().filter(segment -> !segment.isWord()).map(Segment::key).collect(Collectors.toSet());
    }

    /// What the placeholders stand for in a name, if the whole name fits.
    Optional<Map<String, String>> match(String name) {
        String[] parts = split(name, separator);
        if (parts.length != segments.size() || separator == '.' && name.indexOf('/') >= 0) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            Segment segment = segments.get(i);
            Optional<String> value = segment.match(parts[i]);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            if (!segment.isWord()) {
                values.put(segment.key(), value.get());
            }
        }
        return Optional.of(values);
    }

    /// The name that these values give.
    String fill(Map<String, String> values) {
        return segments.stream().map(segment -> segment.fill(values)).collect(Collectors.joining("" + separator));
    }

    /// Whether some name fits both. None fits a pattern with dots and one with slashes.
    boolean overlaps(NamePattern other) {
        if (separator != other.separator || segments.size() != other.segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).overlaps(other.segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return segments.stream().map(Segment::text).collect(Collectors.joining("" + separator));
    }
}
