package islr.weights;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.text.OneLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Rules that translate another system's tensor names and layouts to ours, and back.
///
/// ```java
/// NameMap names = NameMap.of(Unmatched.REFUSE,
///         rename("embedding.{g}.dense1.kernel", "embedding.{g}.fc1.weight", Change.TRANSPOSE),
///         heads("blocks.{i}.attn.q.{h}.kernel", "blocks.{i}.attn.q_proj.weight"),
///         keep("stats.{g}.mean"));
/// ```
///
/// A placeholder in braces stands for one segment between dots, and a rule applies to whole names. In names with
/// slashes it stands for one segment between slashes, and `{i:dense}` for the number that Keras appends to the name of
/// a layer: `dense`, `dense_1`, `dense_2`. No name may fit two rules, on either side, so the order of the rules does
/// not matter and `toTheirs(toOurs(x), heads)` is `x`, bit for bit, but for what is [#dropping].
///
/// Names that depend on the run that wrote a file, as those of Keras 2 do, are replaced [#byPosition].
public final class NameMap {
    /// What happens to a name that fits no rule.
    public enum Unmatched { KEEP, REFUSE }

    /// What happens to the numbers of a tensor.
    public enum Change {
        /// Nothing.
        SAME,
        /// `[in, out]` ↔ `[out, in]`.
        TRANSPOSE,
        /// One tensor per head, numbered by `{h}` ↔ one tensor for all heads: H kernels `[D, d]` ↔ `[H·d, D]`, H biases
        /// `[d]` ↔ `[H·d]`.
        HEADS
    }

    /// One line of a map. Made by [#rename], [#keep] and [#heads].
    public record Rule(String theirs, String ours, Change change) {
        public Rule {
            Objects.requireNonNull(theirs, "theirs");
            Objects.requireNonNull(ours, "ours");
            Objects.requireNonNull(change, "change");
        }
    }

    private static final String HEAD = "{h}";
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,5}");

    private record Line(NamePattern theirs, NamePattern ours, Change change) {}

    /// The rule that a name fits, and what the placeholders stand for.
    private record Fit(Line line, Map<String, String> values) {}

    /// A tensor that becomes one of ours, or a part of one.
    private record Part(String name, Tensor tensor, Fit fit) {}

    private final Unmatched unmatched;
    private final List<Line> lines;
    private final List<NamePattern> dropped;

    private NameMap(Unmatched unmatched, List<Line> lines, List<NamePattern> dropped) {
        this.unmatched = unmatched;
        this.lines = lines;
        this.dropped = dropped;
    }

    /// @return a map with these rules
    /// @throws IllegalArgumentException if the rules cannot be inverted: two fit the same name, or a placeholder is on
    ///     one side only
    public static NameMap of(Unmatched unmatched, Rule... rules) {
        Objects.requireNonNull(unmatched, "unmatched");
        Objects.requireNonNull(rules, "rules");
        List<Line> lines = new ArrayList<>();
        for (Rule rule : rules) {
            Line line = new Line(NamePattern.of(rule.theirs()), NamePattern.of(rule.ours()), rule.change());
            check(line, lines);
            lines.add(line);
        }
        return new NameMap(unmatched, lines, List.of());
    }

    /// The same map, which leaves out tensors of theirs that nothing needs here.
    ///
    /// @param theirs their names; placeholders may stand in them
    /// @return the map; what is left out does not come back in [#toTheirs]
    public NameMap dropping(String... theirs) {
        Objects.requireNonNull(theirs, "theirs");
        List<NamePattern> all = new ArrayList<>(dropped);
        for (String name : theirs) {
            all.add(NamePattern.of(Objects.requireNonNull(name, "one of theirs")));
        }
        return new NameMap(unmatched, lines, all);
    }

    /// Another name, the same numbers.
    public static Rule rename(String theirs, String ours) {
        return new Rule(theirs, ours, Change.SAME);
    }

    /// Another name, and numbers that are changed on the way.
    public static Rule rename(String theirs, String ours, Change change) {
        return new Rule(theirs, ours, change);
    }

    /// The same name, the same numbers.
    public static Rule keep(String name) {
        Objects.requireNonNull(name, "name");
        return rename(name, name);
    }

    /// One tensor per head, with the head's number at `{h}`, becomes one tensor in PyTorch's layout. Kernels and biases
    /// are distinguished by their rank.
    public static Rule heads(String theirs, String ours) {
        return new Rule(theirs, ours, Change.HEADS);
    }

    /// New names for tensors, by their position in the file.
    ///
    /// @param theirs in the order of the file
    /// @param names as many
    /// @return the same tensors by these names, in the same order
    /// @throws WeightsException if there are more or fewer tensors than names
    public static Map<String, Tensor> byPosition(Map<String, Tensor> theirs, List<String> names)
            throws WeightsException {
        Objects.requireNonNull(theirs, "theirs");
        Objects.requireNonNull(names, "names");
        if (theirs.size() != names.size()) {
            String last = theirs.isEmpty() ? "" : ", the last of which is "
                    + OneLine.quoted(theirs.keySet().stream().skip(theirs.size() - 1L).findFirst().orElseThrow());
            throw new WeightsException("names", "there are " + theirs.size() + " tensors" + last + ", where "
                    + names.size() + " are expected in a fixed order");
        }
        Map<String, Tensor> named = new LinkedHashMap<>();
        int position = 0;
        for (Tensor tensor : theirs.values()) {
            if (named.put(names.get(position), tensor) != null) {
                throw new IllegalArgumentException("names: '" + names.get(position) + "' occurs twice");
            }
            position++;
        }
        return named;
    }

    /// Our names and layouts for their tensors, in their order.
    ///
    /// @throws WeightsException if a name fits no rule (where that is refused), a head is missing, or a shape does not
    ///     fit its rule
    public Map<String, Tensor> toOurs(Map<String, Tensor> theirs) throws WeightsException {
        Objects.requireNonNull(theirs, "theirs");
        Map<String, List<Part>> parts = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> each : theirs.entrySet()) {
            if (dropped.stream().anyMatch(name -> name.match(each.getKey()).isPresent())) {
                continue;
            }
            Fit fit = fit(each.getKey(), Line::theirs, Line::ours);
            String target = fit == null ? each.getKey() : fit.line.ours.fill(fit.values);
            parts.computeIfAbsent(target, name -> new ArrayList<>()).add(new Part(each.getKey(), each.getValue(), fit));
        }
        Map<String, Tensor> ours = new LinkedHashMap<>();
        for (Map.Entry<String, List<Part>> each : parts.entrySet()) {
            Part first = each.getValue().getFirst();
            ours.put(each.getKey(), switch (first.fit == null ? Change.SAME : first.fit.line.change) {
                case SAME -> first.tensor;
                case TRANSPOSE -> transpose(first.name, first.tensor);
                case HEADS -> Layout.joinHeads(inOrder(each.getKey(), each.getValue()));
            });
        }
        return ours;
    }

    /// Their names and layouts for our tensors, in our order: the inverse of [#toOurs].
    ///
    /// @param heads the number of parts into which the tensors of [#heads] rules are cut
    /// @throws WeightsException if a name fits no rule (where that is refused), or a shape does not fit its rule
    public Map<String, Tensor> toTheirs(Map<String, Tensor> ours, int heads) throws WeightsException {
        Objects.requireNonNull(ours, "ours");
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> each : ours.entrySet()) {
            String name = each.getKey();
            Tensor tensor = each.getValue();
            Fit fit = fit(name, Line::ours, Line::theirs);
            switch (fit == null ? Change.SAME : fit.line.change) {
                case SAME -> theirs.put(fit == null ? name : fit.line.theirs.fill(fit.values), tensor);
                case TRANSPOSE -> theirs.put(fit.line.theirs.fill(fit.values), transpose(name, tensor));
                case HEADS -> {
                    checkSplit(name, tensor.shape(), heads);
                    List<Tensor> parts = Layout.splitHeads(tensor, heads);
                    for (int h = 0; h < heads; h++) {
                        Map<String, String> values = new HashMap<>(fit.values);
                        values.put(HEAD, Integer.toString(h));
                        theirs.put(fit.line.theirs.fill(values), parts.get(h));
                    }
                }
            }
        }
        return theirs;
    }

    /// @return null for a name that is kept
    private Fit fit(String name, Function<Line, NamePattern> here, Function<Line, NamePattern> there)
            throws WeightsException {
        for (Line line : lines) {
            var values = here.apply(line).match(name);
            if (values.isPresent()) {
                return new Fit(line, values.get());
            }
        }
        if (unmatched == Unmatched.REFUSE) {
            throw bad(name, "no rule knows this name");
        }
        for (Line line : lines) {
            // If it were kept, it would be taken for the result of that rule and be renamed on the way back.
            if (there.apply(line).match(name).isPresent()) {
                throw bad(name, "this name is already one of the other side, that of the rule '" + line.theirs
                        + "' to '" + line.ours + "'");
            }
        }
        return null;
    }

    private static Tensor transpose(String name, Tensor x) throws WeightsException {
        if (x.shape().rank() != 2) {
            throw bad(name, "a matrix is to be transposed, but the shape is " + x.shape());
        }
        return Layout.transpose(x);
    }

    /// The tensors of heads 0, 1, 2 … with none missing.
    private static List<Tensor> inOrder(String target, List<Part> parts) throws WeightsException {
        Map<Integer, Tensor> byNumber = new TreeMap<>();
        Part first = parts.getFirst();
        for (Part part : parts) {
            String number = part.fit.values.get(HEAD);
            if (!NUMBER.matcher(number).matches()) {
                throw bad(part.name, OneLine.quoted(number) + " is not the number of a head");
            }
            Shape shape = part.tensor.shape();
            if (shape.rank() != 1 && shape.rank() != 2) {
                throw bad(part.name, "a head's kernel [D, d] or bias [d] is wanted, but the shape is " + shape);
            }
            if (!shape.equals(first.tensor.shape())) {
                throw bad(part.name, "its shape is " + shape + ", that of " + OneLine.quoted(first.name) + " is "
                        + first.tensor.shape());
            }
            byNumber.put(Integer.parseInt(number), part.tensor);
        }
        for (int h = 0; h < byNumber.size(); h++) {
            if (!byNumber.containsKey(h)) {
                throw bad(target, "head " + h + " is missing; there are " + byNumber.size() + " heads, numbered "
                        + OneLine.of(byNumber.keySet().toString(), 80));
            }
        }
        if ((long) byNumber.size() * first.tensor.shape().size() > Integer.MAX_VALUE - 64) {
            throw bad(target, byNumber.size() + " heads of " + first.tensor.shape()
                    + " are more numbers than a Java array holds");
        }
        return List.copyOf(byNumber.values());
    }

    private static void checkSplit(String name, Shape shape, int heads) throws WeightsException {
        if (heads < 1) {
            throw bad(name, "it cannot be cut into " + heads + " heads");
        }
        if (shape.rank() != 1 && shape.rank() != 2) {
            throw bad(name, "a weight [H·d, D] or bias [H·d] is wanted, but the shape is " + shape);
        }
        if (shape.dim(0) % heads != 0) {
            throw bad(name,
                    "its shape is " + shape + ": " + shape.dim(0) + " rows cannot be cut into " + heads + " heads");
        }
    }

    private static WeightsException bad(String name, String problem) {
        return new WeightsException("names", OneLine.quoted(name) + ": " + problem);
    }

    /// Checks that the map can still be inverted if this line is added.
    private static void check(Line line, List<Line> before) {
        Set<String> wanted = new HashSet<>(line.ours.placeholders());
        if (line.change == Change.HEADS && !wanted.add(HEAD)) {
            throw new IllegalArgumentException("name rule '" + line.theirs + "' to '" + line.ours
                    + "': all heads are one tensor of ours, without {h}");
        }
        if (!wanted.equals(line.theirs.placeholders())) {
            throw new IllegalArgumentException(
                    "name rule '" + line.theirs + "' to '" + line.ours + "': the placeholders differ");
        }
        for (Line other : before) {
            if (line.theirs.overlaps(other.theirs) || line.ours.overlaps(other.ours)) {
                throw new IllegalArgumentException("name rules '" + other.theirs + "' to '" + other.ours + "' and '"
                        + line.theirs + "' to '" + line.ours + "': a name could fit both");
            }
        }
    }
}
