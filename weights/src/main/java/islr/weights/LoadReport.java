package islr.weights;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.text.Counts;
import islr.weights.text.Nearest;
import islr.weights.text.OneLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares what a model expects with what a checkpoint has. Anything but a full match is an error, unless the caller
/// allows a difference:
///
/// ```java
/// LoadReport report = LoadReport.compare(expected, checkpoint);
/// Parameters.of(report.orThrow());                          // all of it, and nothing else
/// Parameters.of(report.orThrow(Difference.UNUSED));         // the file may hold more
/// ```
public final class LoadReport {
    /// How many differences a message lists; the others are counted.
    private static final int LISTED = 3;

    /// How a tensor of the model and one of the file can differ, in the order in which they are reported.
    public enum Difference {
        /// The same name, but not as many numbers. If allowed, the model keeps its own.
        MISMATCHED,
        /// In the model, not in the file. If allowed, the model keeps its own.
        MISSING,
        /// The same name and as many numbers, in another shape. If allowed, the file's numbers are taken in the model's
        /// shape.
        RESHAPED,
        /// In the file, not in the model. If allowed, it is left out.
        UNUSED
    }

    private final String source;
    private final Map<String, Shape> expected;
    private final Map<String, Tensor> found;
    private final Set<String> loaded = new LinkedHashSet<>();
    private final Map<Difference, Set<String>> differing = new LinkedHashMap<>();

    private LoadReport(String source, Map<String, Shape> expected, Map<String, Tensor> found) {
        this.source = source;
        this.expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
        this.found = found;
        for (Difference difference : Difference.values()) {
            differing.put(difference, new LinkedHashSet<>());
        }
        this.expected.forEach((name, shape) -> group(name, shape, found.get(name)).add(name));
        found.keySet().stream().filter(name -> !expected.containsKey(name))
                .forEach(differing.get(Difference.UNUSED)::add);
    }

    private Set<String> group(String name, Shape shape, Tensor tensor) {
        if (tensor == null) {
            return differing.get(Difference.MISSING);
        }
        if (tensor.shape().equals(shape)) {
            return loaded;
        }
        return differing.get(tensor.shape().size() == shape.size() ? Difference.RESHAPED : Difference.MISMATCHED);
    }

    /// @param expected the names and shapes of the model's parameters
    /// @return how the two agree and differ
    public static LoadReport compare(Map<String, Shape> expected, Checkpoint checkpoint) {
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(checkpoint, "checkpoint");
        return new LoadReport(checkpoint.source(), expected, checkpoint.tensors());
    }

    /// The names that are in both with the same shape.
    public Set<String> loaded() {
        return Collections.unmodifiableSet(loaded);
    }

    /// The names that differ in this way.
    public Set<String> names(Difference difference) {
        Objects.requireNonNull(difference, "difference");
        return Collections.unmodifiableSet(differing.get(difference));
    }

    /// Whether the two do not differ in any way.
    public boolean isFullMatch() {
        return differing.values().stream().allMatch(Set::isEmpty);
    }

    /// The tensors to load, in the order of the model and in its shapes.
    ///
    /// @param allowed the differences that are not errors here
    /// @throws WeightsException if there is any other difference
    public Map<String, Tensor> orThrow(Difference... allowed) throws WeightsException {
        Objects.requireNonNull(allowed, "allowed");
        Set<Difference> wanted = EnumSet.noneOf(Difference.class);
        wanted.addAll(Arrays.asList(allowed));
        List<String> first = new ArrayList<>();
        Map<Difference, Integer> rest = new LinkedHashMap<>();
        for (Difference difference : Difference.values()) {
            for (String name : wanted.contains(difference) ? Set.<String>of() : differing.get(difference)) {
                if (first.size() < LISTED) {
                    first.add(sentence(difference, name));
                } else {
                    rest.merge(difference, 1, Integer::sum);
                }
            }
        }
        if (!first.isEmpty()) {
            throw new WeightsException("load",
                    String.join(" · ", first) + (rest.isEmpty() ? "" : " · and " + counts(rest, "more ")));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        expected.forEach((name, shape) -> {
            if (loaded.contains(name)) {
                tensors.put(name, found.get(name));
            } else if (differing.get(Difference.RESHAPED).contains(name)) {
                tensors.put(name, Tensor.of(shape, found.get(name).toArray()));
            }
        });
        return tensors;
    }

    private String sentence(Difference difference, String name) {
        String quoted = OneLine.quoted(name);
        return switch (difference) {
            case MISSING -> quoted + " " + expected.get(name) + " is missing" + nearest(name);
            case UNUSED -> quoted + " " + found.get(name).shape() + " is in the file, but not in the model";
            case RESHAPED, MISMATCHED -> {
                Shape theirs = found.get(name).shape();
                Shape ours = expected.get(name);
                yield quoted + " is " + theirs + " in the file and " + ours + " in the model: " + against(theirs, ours);
            }
        };
    }

    private static String against(Shape theirs, Shape ours) {
        if (theirs.rank() != ours.rank()) {
            return theirs.rank() + " axes against " + ours.rank();
        }
        int axis = Arrays.mismatch(theirs.toArray(), ours.toArray());
        return theirs.dim(axis) + " against " + ours.dim(axis);
    }

    /// The nearest name in the file that the model does not use: one of the same shape if there is any, otherwise a
    /// similar one.
    private String nearest(String name) {
        Set<String> unused = differing.get(Difference.UNUSED);
        Shape shape = expected.get(name);
        Collection<String> sameShape = unused.stream().filter(other -> found.get(other).shape().equals(shape)).toList();
        return Nearest.of(name, sameShape).or(() -> Nearest.alike(name, unused)).map(
                other -> "; the nearest name in the file is " + OneLine.quoted(other) + " " + found.get(other).shape())
                .orElse("");
    }

    private static String counts(Map<Difference, Integer> numbers, String more) {
        String kinds = numbers.entrySet().stream().map(each -> Counts.of(each.getValue()) + " " + word(each.getKey()))
                .collect(Collectors.joining(", "));
        int all = numbers.values().stream().mapToInt(Integer::intValue).sum();
        return Counts.of(all) + " " + more + "(" + kinds + ")";
    }

    private static String word(Difference difference) {
        return difference.name().toLowerCase(Locale.ROOT);
    }

    /// `gislr-64.safetensors: 105 loaded, 1 missing, 2 unused`
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source + ": " + Counts.of(loaded.size()) + " loaded");
        differing.forEach((difference, names) -> {
            if (!names.isEmpty()) {
                text.append(", ").append(Counts.of(names.size())).append(' ').append(word(difference));
            }
        });
        return text.toString();
    }
}
