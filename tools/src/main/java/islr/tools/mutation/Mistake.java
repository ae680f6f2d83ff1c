package islr.tools.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A mistake that somebody could make, and the test that sees it: an entry of `tools/mutation/kernels.txt`, which says
/// how it is written.
///
/// @param name   what is wrong, in words
/// @param file   the source, below `islr/tensor` of the module
/// @param method the method in which the old text is; null for the whole file
/// @param before the old text; white space may be of any kind and length
/// @param after  what takes its place
/// @param test   who sees it, below `islr.tensor`: a class, or one of its tests as `Class#method`
/// @param bits   the lane widths at which it is a mistake
record Mistake(String name, String file, String method, String before, String after, String test, List<Integer> bits) {
    static final List<Integer> WIDTHS = List.of(128, 256, 512);
    private static final Set<String> KEYS = Set.of("in", "-", "+", "test", "bits");

    /// @throws IllegalArgumentException if the table is not one, saying where
    static List<Mistake> read(Path table) throws IOException {
        List<Mistake> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String file = null;
        String test = null;
        String name = null;
        Map<String, String> fields = new HashMap<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(table));
        lines.add("");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = table.getFileName() + ", line " + (i + 1) + ": ";
            if (line.startsWith(" ")) {
                String[] parts = line.strip().split(" +", 2);
                require(name != null && KEYS.contains(parts[0]), where + "not understood: " + line);
                require(fields.put(parts[0], parts.length < 2 ? "" : parts[1]) == null, where + parts[0] + " again");
                continue;
            }
            if (name != null) {
                all.add(entry(where, name, file, test, fields));
                require(names.add(file + name), where + "the same name again: " + name);
                name = null;
                fields.clear();
            }
            if (line.startsWith("FILE ")) {
                file = line.substring(5).strip();
            } else if (line.startsWith("TEST ")) {
                test = line.substring(5).strip();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                name = line.strip();
            }
        }
        return all;
    }

    private static Mistake entry(String where, String name, String file, String test, Map<String, String> fields) {
        String own = fields.getOrDefault("test", test);
        require(file != null && own != null, where + "FILE and TEST come first");
        require(fields.containsKey("-") && fields.containsKey("+"), where + "a mistake needs - and +");
        List<Integer> bits = fields.containsKey("bits")
                ? Arrays.stream(fields.get("bits").split(" +")).map(Integer::valueOf).toList() : WIDTHS;
        require(WIDTHS.containsAll(bits), where + "bits are some of " + WIDTHS);
        return new Mistake(name, file, fields.get("in"), fields.get("-"), fields.get("+"), own, bits);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /// The source with this mistake.
    ///
    /// @throws IllegalArgumentException if the old text is not there exactly once
    String in(String source) {
        int[] place = place(source);
        return source.substring(0, place[0]) + after + source.substring(place[1]);
    }

    /// Where the old text begins and ends.
    ///
    /// @throws IllegalArgumentException if it is not there exactly once
    int[] place(String source) {
        int from = 0;
        int to = source.length();
        if (method != null) {
            from = only(Pattern.compile("\n {4}\\w[^=;(]* " + method + "\\("), source, 0, to)[0];
            // The formatter puts the brace that closes a method four columns in.
            to = source.indexOf("\n    }\n", from);
        }
        String words = Arrays.stream(before.split(" +")).map(Pattern::quote).collect(Collectors.joining("\\s+"));
        return only(Pattern.compile(words), source, from, to);
    }

    private int[] only(Pattern text, String source, int from, int to) {
        Matcher matcher = text.matcher(source).region(from, to);
        require(matcher.find(), this + ": not found: " + text);
        int[] place = {matcher.start(), matcher.end()};
        require(!matcher.find(), this + ": found more than once: " + text);
        return place;
    }

    @Override
    public String toString() {
        return file.replaceAll(".*/|\\.java", "") + ", " + name;
    }
}
