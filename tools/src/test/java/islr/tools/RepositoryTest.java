package islr.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of this repository that neither the compiler nor the formatter checks. */
class RepositoryTest {
    private static final Path ROOT = Path.of(System.getProperty("islr.root", ".."));
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?[\\w.]+\\.(\\w+);");
    private static final Path LESSON = ROOT.resolve("bench/src/main/java/islr/bench/lesson");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern PUBLIC_TYPE = Pattern.compile("(?m)^public (?:(?:abstract|final|sealed|non-sealed) )*"
            + "(?:class|interface|enum|record|@interface) \\w");
    private static final Pattern MAIN = Pattern.compile("(?m)^    public static void main\\(String\\[] ");

    /**
     * Packages that are not for users but have public types. The kernels have packages of their own, so that only one
     * of them needs the Vector API and a JVM without it can load the other. {@code islr.tensor.kernel} and the
     * benchmarks use their types. The tools have options of the other programs.
     */
    private static final List<String> PUBLIC_BY_NEED = List.of("islr.tensor.kernel.simd", "islr.tensor.kernel.plain",
            "islr.cli.options");

    /** What opens a file for writing, or puts one in the place of another. */
    private static final Pattern WRITES = Pattern.compile(
            "\\bFiles\\s*\\.\\s*(?:write|writeString|newBufferedWriter|newOutputStream|newByteChannel|copy|move"
                    + "|createFile|createTempFile|createLink)\\b|\\bnew (?:FileOutputStream|FileWriter)\\b|\"rws?d?\""
                    + "|\\b(?:WRITE|APPEND)\\b");

    /**
     * Who may: the one who does it safely; a lock, a trial with an empty file and the standard output write no file
     * that anybody reads.
     */
    private static final List<String> WRITERS = List.of("AtomicFile.java", "RunLock.java", "SampleCache.java",
            "StandardOutput.java");

    private static final int LONGEST = 500;
    private static final int WIDEST = 120;
    private static final String TEXT_BLOCK = "\"\"\"";

    @Test
    void everyPackageIsIntroduced() {
        List<Path> packages = sources("main").map(Path::getParent).distinct().toList();
        assertThat(packages).isNotEmpty().allMatch(folder -> Files.exists(folder.resolve("package-info.java")),
                "has a package-info.java");
    }

    @Test
    void noImportIsUnused() {
        assertThat(
                violations(file -> IMPORT.matcher(text(file)).results().anyMatch(name -> isUnused(name, text(file)))))
                .isEmpty();
    }

    /**
     * The lesson may import it too: its steps are there to show vector code, and a step that hid it in the kernels
     * would show nothing. No other code uses them.
     */
    @Test
    void onlyTheSimdKernelsAndTheLessonImportTheVectorApi() {
        assertThat(violations(file -> text(file).contains("import " + "jdk.incubator.vector")
                && !file.toString().contains("simd") && !file.startsWith(LESSON))).isEmpty();
    }

    /** Classes with a main method are called by the JVM, which needs them public. */
    @Test
    void whatIsNotForUsersIsPackagePrivateOrInAnInternalPackage() {
        List<Path> files = librarySources();
        assertThat(files).isNotEmpty();
        assertThat(files.stream().filter(RepositoryTest::isPublicByMistake).map(ROOT::relativize)).isEmpty();
    }

    @Test
    void everyPackageForUsersExistsAndHasAPublicType() {
        List<String> names = librarySources().stream().filter(file -> PUBLIC_TYPE.matcher(text(file)).find())
                .map(RepositoryTest::packageOf).distinct().toList();
        assertThat(Stream.concat(PublicPackages.PATTERNS.stream(), PUBLIC_BY_NEED.stream())).allMatch(
                pattern -> names.stream().anyMatch(name -> PublicPackages.isMeant(pattern, name)), "has a public type");
    }

    /** A file that is written in any other way is half a file when the program ends before its time. */
    @Test
    void onlyAtomicFileWritesFiles() {
        List<String> writers = librarySources().stream().filter(file -> !file.toString().contains("launcher"))
                .filter(file -> WRITES.matcher(IMPORT.matcher(text(file)).replaceAll("")).find())
                .map(file -> file.getFileName().toString()).toList();
        assertThat(writers).containsExactlyInAnyOrderElementsOf(WRITERS);
    }

    private static boolean isPublicByMistake(Path file) {
        String text = text(file);
        String name = packageOf(file);
        return PUBLIC_TYPE.matcher(text).find() && !MAIN.matcher(text).find()
                && !List.of(name.split("\\.")).contains("internal")
                && Stream.concat(PublicPackages.PATTERNS.stream(), PUBLIC_BY_NEED.stream())
                        .noneMatch(pattern -> PublicPackages.isMeant(pattern, name));
    }

    private static String packageOf(Path file) {
        return PACKAGE.matcher(text(file)).results().map(found -> found.group(1)).findFirst().orElse("");
    }

    /** The Java files of the library and of the jars' launcher, without tests, benchmarks and tools. */
    private static List<Path> librarySources() {
        return Stream.concat(sources("main"), sources("launcher"))
                .filter(file -> !file.startsWith(ROOT.resolve("bench")) && !file.startsWith(ROOT.resolve("tools")))
                .toList();
    }

    @Test
    void noFileIsLongerThanAnyoneReads() {
        assertThat(violations(file -> text(file).lines().count() > LONGEST)).isEmpty();
    }

    /** Tables of test cases, which are text blocks, may be as wide as their columns need. */
    @Test
    void noLineIsWiderThanAScreen() {
        assertThat(violations(file -> isTooWide(text(file)))).isEmpty();
    }

    private static boolean isTooWide(String text) {
        boolean inTextBlock = false;
        for (String line : text.lines().toList()) {
            boolean exempt = inTextBlock || line.startsWith("import ");
            inTextBlock ^= line.split(TEXT_BLOCK, -1).length % 2 == 0;
            if (!exempt && line.length() > WIDEST) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnused(MatchResult name, String text) {
        String withoutImports = IMPORT.matcher(text).replaceAll("");
        return !Pattern.compile("\\b" + name.group(1) + "\\b").matcher(withoutImports).find();
    }

    private static List<Path> violations(Predicate<Path> rule) {
        return sources("").filter(rule).map(ROOT::relativize).toList();
    }

    /** The Java files of all modules, or those below {@code src/<kind>}. */
    private static Stream<Path> sources(String kind) {
        return modules().map(module -> module.resolve("src").resolve(kind)).filter(Files::isDirectory)
                .flatMap(RepositoryTest::javaFiles);
    }

    private static Stream<Path> modules() {
        try (Stream<Path> folders = Files.walk(ROOT, 2)) {
            return folders.filter(folder -> !folder.equals(ROOT) && Files.exists(folder.resolve("pom.xml"))).toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
