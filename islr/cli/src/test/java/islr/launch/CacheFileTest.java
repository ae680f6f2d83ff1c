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

class CacheFileTest {
    private static final File JAVA = new File(System.getProperty("java.home"), "bin/java");
    private static final File NO_JAVA = new File(JAVA + "-missing");

    @TempDir
    private Path folder;
    private File root;
    private File jar;

    /** A program for a JVM to run. */
    static final class Program {
        public static void main(String[] args) {
            System.out.println("hello");
        }
    }

    @BeforeEach
    void writeJar() throws Exception {
        root = folder.resolve("cache").toFile();
        jar = folder.resolve("program.jar").toFile();
        // The JVM keeps only classes from jars, not from folders.
        new ProcessBuilder(new File(JAVA.getParentFile(), "jar").toString(), "--create", "--file", jar.toString(), "-C",
                System.getProperty("java.class.path").split(File.pathSeparator)[0], "islr/launch", "-C",
                launcherClasses(), "islr/launch").inheritIO().start().waitFor();
    }

    private static String launcherClasses() throws Exception {
        return new File(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
    }

    private CacheFile cache(CacheKind kind) {
        return new CacheFile(root, kind, jar, JAVA);
    }

    private List<Path> files(String ending) throws IOException {
        if (!root.exists()) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root.toPath())) {
            return found.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private List<String> command(String program) {
        return List.of(JAVA.toString(), "-cp", jar.toString(), program);
    }

    private Path made(CacheKind kind) throws Exception {
        cache(kind).make(JAVA, command(Program.class.getName()));
        while (!cache(kind).exists() || !files(CacheFile.MAKING).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return files(kind.ending).getFirst();
    }

    @Test
    @Timeout(60)
    void aFileIsMadeUnheardAndUsed() throws Exception {
        for (CacheKind kind : CacheKind.values()) {
            assertThat(cache(kind).options()).isEmpty();
            Path file = made(kind);
            assertThat(cache(kind).options()).containsExactly(kind.use + file);
            assertThat(files(CacheMaker.PART)).isEmpty();
            Process run = new ProcessBuilder(Launcher.insert(cache(kind).options(), command(Program.class.getName())))
                    .start();
            assertThat(run.waitFor()).isZero();
            assertThat(new String(run.getInputStream().readAllBytes())).isEqualTo("hello\n");
            cache(kind).remove();
            assertThat(cache(kind).exists()).isFalse();
        }
    }

    @Test
    @Timeout(60)
    void aDamagedFileIsNotUsedAndRemoved() throws Exception {
        Path file = made(CacheKind.CLASSES);
        byte[] sound = Files.readAllBytes(file);
        for (int damage = 0; damage < 3; damage++) {
            byte[] bytes = damage == 0 ? new byte[0] : sound.clone();
            if (damage > 0) {
                bytes[damage == 1 ? bytes.length / 2 : bytes.length - 1] ^= 1;
            }
            Files.write(file, bytes);
            assertThat(cache(CacheKind.CLASSES).options()).isEmpty();
            assertThat(file).doesNotExist();
        }
        Files.write(file, sound);
        assertThat(cache(CacheKind.CLASSES).exists()).isTrue();
    }

    @Test
    void whatFailsLeavesNothingAndIsNotRepeatedAtOnce() throws Exception {
        assertThat(CacheMaker.make(CacheKind.CLASSES, folder.resolve("x-").toFile(), command("no.such.Program")))
                .isFalse();
        assertThat(folder.toFile().list()).containsExactly("program.jar");
        cache(CacheKind.CLASSES).make(NO_JAVA, command("no.such.Program"));
        Path making = files(CacheFile.MAKING).getFirst();
        Files.writeString(making, "first");
        cache(CacheKind.CLASSES).make(NO_JAVA, command("no.such.Program"));
        assertThat(making).hasContent("first");
        assertThat(making.toFile().setLastModified(System.currentTimeMillis() - TimeUnit.HOURS.toMillis(2))).isTrue();
        cache(CacheKind.CLASSES).make(NO_JAVA, command("no.such.Program"));
        assertThat(making).isEmptyFile();
    }

    @Test
    void everyJdkAndEveryJarHasItsOwn() throws Exception {
        cache(CacheKind.CLASSES).make(NO_JAVA, List.of());
        new CacheFile(root, CacheKind.CLASSES, jar, new File("/opt/other/bin/java")).make(NO_JAVA, List.of());
        assertThat(jar.setLastModified(1_000_000)).isTrue();
        cache(CacheKind.CLASSES).make(NO_JAVA, List.of());
        assertThat(files(CacheFile.MAKING)).hasSize(3);
    }

    @Test
    void whereNoFolderCanBeMadeNothingHappens() throws IOException {
        root = Files.createFile(folder.resolve("file")).resolve("inside").toFile();
        cache(CacheKind.CLASSES).make(NO_JAVA, List.of());
        assertThat(cache(CacheKind.CLASSES).options()).isEmpty();
    }
}
