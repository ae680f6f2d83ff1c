package islr.tools.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.kernel.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of mistakes fits the code. Whether they are seen is another question, which [Mutation] answers in minutes.
class MistakeTest {
    private static final Path ROOT = Path.of(System.getProperty("islr.root", ".."));
    private static final Path SOURCES = ROOT.resolve("tensor/src/main/java/islr/tensor");
    private static final Path SIMD = SOURCES.resolve("kernel/simd");
    /// The formatter puts methods four columns in.
    private static final Pattern METHOD = Pattern.compile("(?m)^ {4}(?:\\w+ )*[\\w<>\\[\\].]+ (\\w+)\\([^;={]*\\{$");
    /// Lines that say where a kernel is, what is no kernel, and where a search begins.
    private static final String NONE = "SimdKernels\\..*|StartingKernels\\.(StartingKernels|started)"
            + "|GemmScratch\\.first";

    @TempDir
    private Path folder;

    private static List<Mistake> table() throws IOException {
        return Mistake.read(ROOT.resolve("tools/mutation/kernels.txt"));
    }

    @Test
    void everyOldTextIsInItsMethodExactlyOnce() throws IOException {
        List<Mistake> table = table();
        assertThat(table).isNotEmpty();
        for (Mistake mistake : table) {
            String source = Files.readString(SOURCES.resolve(mistake.file()));
            assertThat(mistake.in(source)).isNotEqualTo(source);
        }
    }

    @Test
    void everyTestExists() throws IOException {
        for (Mistake mistake : table()) {
            String[] names = mistake.test().split("#");
            Path file = ROOT.resolve("tensor/src/test/java/islr/tensor/" + names[0].replace('.', '/') + ".java");
            assertThat(file).exists();
            if (names.length > 1) {
                assertThat(Files.readString(file)).containsPattern("(?:void|Stream<DynamicTest>) " + names[1] + "\\(");
            }
        }
    }

    @Test
    void everyMethodOfTheSimdKernelsHasAMistakeAtEveryLaneWidthAtWhichItRuns() throws IOException {
        for (int bits : Mistake.WIDTHS) {
            Set<String> with = methodsWithMistakes(bits);
            // Packed rows are for vectors of sixteen lanes.
            assertThat(methods())
                    .filteredOn(method -> bits == 512
                            || !method.matches("(Narrow)?PackedTile.*|RowPacking.*|(Narrow)?GemmSimd.packed(Tiles)?"))
                    .isNotEmpty().allMatch(with::contains, "has a mistake at " + bits + " bits");
        }
    }

    @Test
    void everyKernelIsOneOfThem() throws IOException {
        Set<String> with = methodsWithMistakes(512);
        String kernels = Files.readString(SIMD.resolve("SimdKernels.java"));
        for (Method kernel : Kernels.class.getMethods()) {
            if (Modifier.isAbstract(kernel.getModifiers()) && kernel.getParameterCount() > 0) {
                Matcher call = Pattern.compile("(\\w+Simd)\\." + kernel.getName() + "\\(").matcher(kernels);
                assertThat(call.find()).as(kernel.getName()).isTrue();
                assertThat(with).contains(call.group(1) + "." + kernel.getName());
            }
        }
    }

    private static Set<String> methodsWithMistakes(int bits) throws IOException {
        Set<String> found = new TreeSet<>();
        for (Mistake mistake : table()) {
            if (mistake.bits().contains(bits)) {
                String source = Files.readString(SOURCES.resolve(mistake.file()));
                Matcher method = METHOD.matcher(source).region(0, mistake.place(source)[0]);
                String last = method.results().map(each -> each.group(1)).reduce((one, next) -> next).orElse("");
                found.add(mistake.file().replaceAll(".*/|\\.java", "") + "." + last);
            }
        }
        return found;
    }

    private static List<String> methods() throws IOException {
        try (Stream<Path> files = Files.list(SIMD)) {
            return files.flatMap(file -> {
                String name = file.getFileName().toString().replace(".java", "");
                return METHOD.matcher(text(file)).results().map(method -> name + "." + method.group(1));
            }).filter(method -> !method.matches(NONE)).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Mistake> read(String... lines) throws IOException {
        return Mistake.read(Files.writeString(folder.resolve("table.txt"),
                Stream.of(lines).collect(Collectors.joining("\n", "FILE a/A.java\nTEST ATest\n", "\n"))));
    }

    @Test
    void aTextThatIsMissingOrThereTwiceIsTold() throws IOException {
        Mistake mistake = read("turned round", "    in two", "    - a + b", "    + b + a").getFirst();
        String one = "class A {\n    int one() {\n        a + b;\n    }\n\n    int two() {\n        ";
        assertThat(mistake.in(one + "a\n + b;\n    }\n}\n")).isEqualTo(one + "b + a;\n    }\n}\n");
        assertThatThrownBy(() -> mistake.in(one + "a - b;\n    }\n}\n")).hasMessageContaining("not found")
                .hasMessageContaining("A, turned round");
        assertThatThrownBy(() -> mistake.in(one + "a + b + a + b;\n    }\n}\n")).hasMessageContaining("more than once");
    }

    @Test
    void aTableThatIsNotUnderstoodNamesTheLine() {
        assertThatThrownBy(() -> read("name", "    - a", "    + b", "    bit 128"))
                .hasMessage("table.txt, line 6: not understood:     bit 128");
        assertThatThrownBy(() -> read("name", "    - a")).hasMessageContaining("line 5: a mistake needs - and +");
        assertThatThrownBy(() -> read("name", "    - a", "    + b", "", "name", "    - a", "    + b"))
                .hasMessageContaining("the same name again: name");
        assertThatThrownBy(() -> read("name", "    - a", "    + b", "    bits 128 64"))
                .hasMessageContaining("bits are some of [128, 256, 512]");
    }
}
