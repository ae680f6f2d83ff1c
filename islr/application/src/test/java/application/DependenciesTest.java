package application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a project gets that depends on `islr`: as much as `islr/README.md` says, and no more.
class DependenciesTest {
    private static final List<String> OURS = List.of("islr", "nn", "weights", "tensor");
    private static final Pattern NATIVE = Pattern.compile("(?i).*\\.(?:so|dll|dylib|jnilib|a|lib)|META-INF/native/.+");

    /// The chapter on the library's libraries, without that on those of the jars.
    private static String chapter() {
        String text = Project.text(Project.ROOT.resolve("islr/README.md"));
        return text.substring(text.indexOf("Who calls `islr` from Java gets"), text.indexOf("Who reads data sets"));
    }

    private static boolean isOurs(Path path) {
        return path.startsWith(Project.ROOT);
    }

    /// The artifact's name: of a jar without the version, of a folder of classes that of its module.
    private static String name(Path path) {
        return isOurs(path) ? path.getParent().getParent().getFileName().toString()
                : path.getFileName().toString().replaceFirst("-\\d.*", "");
    }

    @Test
    void aProjectGetsTheLibrariesThatTheReadmeNames() throws IOException {
        List<String> named = new ArrayList<>();
        Pattern cell = Pattern.compile("(?m)^\\| ([^|]*`[^|]*) \\|");
        for (MatchResult row : cell.matcher(chapter()).results().toList()) {
            Pattern.compile("`([^`]+)`").matcher(row.group(1)).results().forEach(name -> named.add(name.group(1)));
        }
        List<Path> others = new ArrayList<>();
        for (Path path : Project.runtimeClasspath()) {
            System.out.printf(Locale.ROOT, "%-60s %s%n", path.getFileName(),
                    Files.isDirectory(path) ? "" : String.format(Locale.ROOT, "%,11d", Files.size(path)));
            if (!isOurs(path)) {
                others.add(path);
            }
        }
        assertThat(Project.runtimeClasspath().stream().filter(DependenciesTest::isOurs).map(DependenciesTest::name))
                .containsExactlyInAnyOrderElementsOf(OURS);
        assertThat(others.stream().map(DependenciesTest::name)).containsExactlyInAnyOrderElementsOf(named);

        double megabytes = 0;
        for (Path path : others) {
            megabytes += Files.size(path) / 1e6;
        }
        MatchResult said = Pattern.compile("(\\d+) jars of others with (\\d+\\.\\d) MB").matcher(chapter()).results()
                .findFirst().orElseThrow();
        assertThat(others).hasSize(Integer.parseInt(said.group(1)));
        assertThat(megabytes).isCloseTo(Double.parseDouble(said.group(2)), within(0.05 * megabytes));
    }

    @Test
    void noneOfThemIsAProviderOfALog() throws IOException {
        for (Path path : Project.runtimeClasspath()) {
            assertThat(Project.entries(path)).as(path.toString()).doesNotContain(
                    "META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "org/slf4j/impl/StaticLoggerBinder.class");
        }
    }

    @Test
    void noneOfThemHasNativeCode() throws IOException {
        for (Path path : Project.runtimeClasspath()) {
            assertThat(Project.entries(path)).as(path.toString()).isNotEmpty()
                    .noneMatch(entry -> NATIVE.matcher(entry).matches());
        }
    }

    /// In the same build they are made before this project is tested.
    @ParameterizedTest
    @ValueSource(strings = {"islr-infer.jar", "islr-train.jar"})
    void theJarsHaveNoNativeCode(String name) throws IOException {
        Path jar = Project.ROOT.resolve("islr/target").resolve(name);
        Assumptions.assumeTrue(Files.exists(jar), "skipped: there is no " + name + " yet; mvn verify makes it first");
        assertThat(Project.entries(jar)).contains("islr/launch/Launcher.class")
                .noneMatch(entry -> NATIVE.matcher(entry).matches());
    }
}
