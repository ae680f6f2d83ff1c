package islr.nn.golden;

import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.weights.SafetensorsFile;
import islr.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// One file of `tools/golden`: settings and named tensors. What the names mean is in `tools/golden/README.md`.
record Golden(String name, Map<String, String> settings, SequencedMap<String, Tensor> tensors,
        Map<String, double[]> numbers) {

    /// The files that have this setting: `layer`, `optimiser` or `schedule`.
    static List<Golden> files(String kind) {
        return all().stream().filter(g -> g.settings.containsKey(kind)).toList();
    }

    static List<Golden> all() {
        try {
            Path folder = Path.of(Golden.class.getResource("/islr/nn/golden").toURI());
            List<Golden> files = new ArrayList<>();
            try (Stream<Path> paths = Files.list(folder)) {
                for (Path path : paths.filter(p -> p.toString().endsWith(".safetensors")).sorted().toList()) {
                    files.add(read(path));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /// A test for each file of a kind; none at all is a failure.
    static Stream<DynamicTest> forEach(String kind, Consumer<Golden> test) {
        List<Golden> files = files(kind);
        if (files.isEmpty()) {
            throw new AssertionError("no golden file has the setting '" + kind + "'");
        }
        return files.stream().map(g -> DynamicTest.dynamicTest(g.name, () -> test.accept(g)));
    }

    private static Golden read(Path path) throws WeightsException {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            Map<String, double[]> numbers = new LinkedHashMap<>();
            for (String name : file.entries().keySet()) {
                tensors.put(name, file.tensor(name));
                numbers.put(name, file.doubles(name));
            }
            return new Golden(path.getFileName().toString().replace(".safetensors", ""), file.metadata(), tensors,
                    numbers);
        }
    }

    // ---- settings ----

    String text(String setting) {
        String text = settings.get(setting);
        if (text == null) {
            throw new AssertionError(name + " has no setting '" + setting + "', only " + settings.keySet());
        }
        return text;
    }

    int number(String setting) {
        return Integer.parseInt(text(setting));
    }

    double real(String setting) {
        return Double.parseDouble(text(setting));
    }

    boolean flag(String setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new AssertionError(name + ": '" + setting + "' is neither true nor false");
        };
    }

    /// A list with commas, perhaps empty.
    List<String> list(String setting) {
        return text(setting).isEmpty() ? List.of() : List.of(text(setting).split(","));
    }

    // ---- tensors ----

    boolean has(String tensor) {
        return tensors.containsKey(tensor);
    }

    Tensor get(String tensor) {
        Tensor x = tensors.get(tensor);
        if (x == null) {
            throw new AssertionError(name + " has no tensor '" + tensor + "', only " + tensors.keySet());
        }
        return x;
    }

    /// The tensors whose names begin with a prefix, by the rest of their names.
    SequencedMap<String, Tensor> below(String prefix) {
        SequencedMap<String, Tensor> below = new LinkedHashMap<>();
        tensors.forEach((key, x) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), x);
            }
        });
        return below;
    }

    double[] doubles(String tensor) {
        get(tensor);
        return numbers.get(tensor);
    }

    int[] ints(String tensor) {
        double[] doubles = doubles(tensor);
        int[] ints = new int[doubles.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) doubles[i];
        }
        return ints;
    }

    Segments segments(String lengths) {
        return Segments.ofLengths(ints(lengths));
    }
}
