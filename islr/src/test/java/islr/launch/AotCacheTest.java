package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    private static final File JAVA = new File(System.getProperty("java.home"), "bin/java");

    @TempDir
    private Path folder;
    private File files;

    /** A program for a JVM to run. */
    static final class Program {
        public static void main(String[] args) {
            System.out.println("hello");
        }
    }

    @BeforeEach
    void nameFiles() {
        files = folder.resolve("islr-infer-1-2").toFile();
    }

    private AotCache cache() {
        return new AotCache(files, JAVA);
    }

    private File only(String ending) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(Path::toFile).filter(file -> file.getName().endsWith(ending)).findFirst()
                    .orElse(new File("missing" + ending));
        }
    }

    @Test
    @Timeout(60)
    void itIsMadeUnheardAndTakenWhenItIsComplete() throws Exception {
        assertThat(cache().options()).isEmpty();
        // The JVM caches only classes from jars, not from folders.
        File jar = folder.resolve("program.jar").toFile();
        new ProcessBuilder(new File(JAVA.getParentFile(), "jar").toString(), "--create", "--file", jar.toString(), "-C",
                System.getProperty("java.class.path").split(File.pathSeparator)[0], "islr/launch").inheritIO().start()
                .waitFor();
        List<String> command = List.of(JAVA.toString(), "-cp", jar.toString(), Program.class.getName());
        cache().make(command);
        AotCache made = cache();
        while (!made.exists()) {
            TimeUnit.MILLISECONDS.sleep(50);
            File fresh = only(".new");
            // Makes the file look older, so that it is taken as complete. If it is written again, this is repeated.
            if (fresh.length() > 0) {
                fresh.setLastModified(System.currentTimeMillis() - 10_000);
            }
            made = cache();
        }
        assertThat(made.options()).first().isEqualTo("-XX:AOTCache=" + only(".aot"));
        assertThat(only(".new")).doesNotExist();
        made.remove();
        assertThat(cache().exists()).isFalse();
    }

    @Test
    void whileOneIsBeingMadeNobodyTakesItAndNobodyStartsAnother() throws IOException {
        cache().make(List.of(JAVA.toString() + "-missing"));
        File fresh = only(".new");
        assertThat(fresh).exists();
        Files.writeString(fresh.toPath(), "half");
        AotCache other = cache();
        assertThat(other.exists()).isFalse();
        other.make(List.of(JAVA.toString() + "-missing"));
        assertThat(fresh).hasContent("half");
    }

    @Test
    void whatNeverCameIsTriedAgain() throws IOException {
        cache().make(List.of(JAVA.toString() + "-missing"));
        File fresh = only(".new");
        assertThat(fresh.setLastModified(System.currentTimeMillis() - TimeUnit.DAYS.toMillis(2))).isTrue();
        cache();
        assertThat(fresh).doesNotExist();
    }

    @Test
    void everyJdkHasItsOwn() throws IOException {
        cache().make(List.of(JAVA.toString() + "-missing"));
        new AotCache(files, new File("/opt/other/bin/java")).make(List.of(JAVA.toString() + "-missing"));
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found).hasSize(2);
        }
    }
}
