package islr.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A tensor name with placeholders, `blocks.{i}.attn.{p}.bias`. Each placeholder stands for any one segment between
/// dots.
///
/// @param segments the parts between the dots
record NamePattern(List<String> segments) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+}");

    static NamePattern of(String pattern) {
        NamePattern parsed = new NamePattern(List.of(pattern.split("\\.", -1)));
        for (String segment : parsed.segments) {
            if (segment.isEmpty() || !isPlaceholder(segment) && (segment.contains("{") || segment.contains("}"))) {
                throw new IllegalArgumentException("name pattern '" + pattern
                        + "': between two dots is a word or a {placeholder}, not '" + segment + "'");
            }
        }
        if (parsed.placeholders().size() < parsed.segments.stream().filter(NamePattern::isPlaceholder).count()) {
            throw new IllegalArgumentException("name pattern '" + pattern + "': a placeholder occurs twice");
        }
        return parsed;
    }

    private static boolean isPlaceholder(String segment) {
        return PLACEHOLDER.matcher(segment).matches();
    }

    Set<String> placeholders() {
        return segments.stream().filter(NamePattern::isPlaceholder).collect(Collectors.toSet());
    }

    /// What the placeholders stand for in a name, if the whole name fits.
    Optional<Map<String, String>> match(String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            String segment = segments.get(i);
            if (isPlaceholder(segment) && !parts[i].isEmpty()) {
                values.put(segment, parts[i]);
            } else if (!segment.equals(parts[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /// The name that these values give.
    String fill(Map<String, String> values) {
        List<String> parts = new ArrayList<>();
        for (String segment : segments) {
            parts.add(isPlaceholder(segment) ? values.get(segment) : segment);
        }
        return String.join(".", parts);
    }

    /// Whether some name fits both.
    boolean overlaps(NamePattern other) {
        if (segments.size() != other.segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String a = segments.get(i);
            String b = other.segments.get(i);
            if (!a.equals(b) && !isPlaceholder(a) && !isPlaceholder(b)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return String.join(".", segments);
    }
}
