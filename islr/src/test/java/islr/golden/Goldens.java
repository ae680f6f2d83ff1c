package islr.golden;

import static org.assertj.core.api.Assertions.assertThat;

import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The reference outputs of the original systems: where they are, which systems we can compare, and how many files
/// were.
///
/// The folder is that of the system property `islr.goldens`, which then has to be there, or `../shared/goldens` seen
/// from the repository's root. Where there is no `../shared` the tests are skipped with one line; where there is one,
/// they must run.
public final class Goldens {
    /// Folders of the goldens that no code of ours answers yet, each with what it waits for.
    private static final List<String> NOT_BUILT_YET = List.of("first-place");

    private static final Path REPOSITORY = repository();
    private static final Set<String> COMPARED = new TreeSet<>();

    private Goldens() {}

    private static Path repository() {
        String root = System.getProperty("islr.root");
        if (root != null) {
            return Path.of(root);
        }
        Path here = Path.of("").toAbsolutePath();
        while (here.getParent() != null && !Files.isDirectory(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return here;
    }

    /// The folder; skips the calling test where there is none.
    public static Path folder() {
        String named = System.getProperty("islr.goldens");
        if (named != null && !named.isBlank()) {
            Path folder = REPOSITORY.resolve(named);
            assertThat(folder).as("the goldens named by islr.goldens").isDirectory();
            assertThat(children(folder)).as("the goldens named by islr.goldens").isNotEmpty();
            return folder;
        }
        Path shared = shared();
        assertThat(shared.resolve("goldens")).as("../shared is there, so its goldens must be").isDirectory();
        return shared.resolve("goldens");
    }

    /// `../shared`, the project's real data; skips the calling test where it is absent.
    public static Path shared() {
        Path shared = REPOSITORY.resolve("../shared").normalize();
        Assumptions.assumeTrue(Files.isDirectory(shared),
                "skipped: ../shared is not there, so there is nothing to compare with");
        return shared;
    }

    /// Opens a golden file and counts it as compared.
    public static SafetensorsFile open(Path file) {
        try {
            compared(file);
            return SafetensorsFile.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void compared(Path file) {
        synchronized (COMPARED) {
            COMPARED.add(file.toAbsolutePath().normalize().toString());
        }
    }

    /// The folders of a system's models: those that hold `weights.safetensors`.
    public static List<Path> models(String system) {
        List<Path> models = children(folder().resolve(system)).stream()
                .filter(model -> Files.exists(model.resolve("weights.safetensors"))).toList();
        assertThat(models).as("models of " + system).isNotEmpty();
        return models;
    }

    public static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a folder of the goldens belongs to a system that is not built yet.
    public static boolean notBuiltYet(String system) {
        return NOT_BUILT_YET.contains(system);
    }

    /// One line for the log of a test run.
    static void report() {
        synchronized (COMPARED) {
            System.out.println(COMPARED.isEmpty() ? "[goldens] no golden file was compared: ../shared is not there"
                    : "[goldens] " + COMPARED.size() + " golden files compared; systems not built yet: "
                            + String.join(", ", NOT_BUILT_YET));
        }
    }
}
