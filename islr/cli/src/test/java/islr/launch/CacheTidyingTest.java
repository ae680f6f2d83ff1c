package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTidyingTest {
    private static final int BYTES = 1000;

    @TempDir
    private Path root;
    @TempDir
    private Path jars;

    /** A jar with one cache file, used some days ago. */
    private File folder(String jarName, int daysAgo) throws IOException {
        File jar = Files.writeString(jars.resolve(jarName), jarName).toFile();
        File folder = CacheFolder.ofJar(root.toFile(), jar);
        Files.createDirectories(folder.toPath());
        File used = Files.writeString(folder.toPath().resolve(CacheFolder.JAR), jar.getPath()).toFile();
        assertThat(used.setLastModified(System.currentTimeMillis() - TimeUnit.DAYS.toMillis(daysAgo))).isTrue();
        Files.write(folder.toPath().resolve(CacheFile.stamp(jar) + "-1-2.jsa"), new byte[BYTES]);
        return folder;
    }

    @Test
    void filesOfAJarThatIsGoneAreRemoved() throws IOException {
        File gone = folder("gone.jar", 0);
        File here = folder("here.jar", 0);
        Files.delete(jars.resolve("gone.jar"));
        CacheTidying.tidy(root.toFile(), here);
        assertThat(gone).doesNotExist();
        assertThat(here.list()).hasSize(2);
    }

    @Test
    void filesOfAJarThatHasChangedAreRemoved() throws IOException {
        File folder = folder("islr.jar", 0);
        Files.writeString(jars.resolve("islr.jar"), "another content");
        CacheTidying.tidy(root.toFile(), folder);
        assertThat(folder.list()).containsExactly(CacheFolder.JAR);
    }

    @Test
    void overTheCapThoseLeastRecentlyUsedAreRemoved() throws IOException {
        File used = folder("used.jar", 9);
        File oldest = folder("oldest.jar", 3);
        File older = folder("older.jar", 2);
        File newer = folder("newer.jar", 1);
        CacheTidying.tidy(root.toFile(), used, 3 * BYTES + 500);
        assertThat(oldest).doesNotExist();
        assertThat(older).exists();
        assertThat(newer).exists();
        assertThat(used).exists();
    }

    @Test
    void whatAnotherProcessIsMakingIsKept() throws IOException {
        File used = folder("used.jar", 0);
        File made = folder("made.jar", 3);
        String stamp = CacheFile.stamp(jars.resolve("made.jar").toFile());
        Files.createFile(made.toPath().resolve(stamp + "-1-.jsa" + CacheFile.MAKING));
        CacheTidying.tidy(root.toFile(), used, 0);
        assertThat(made).exists();
    }

    @Test
    void nothingOfOthersIsTouched() throws IOException {
        File used = folder("used.jar", 0);
        File gone = folder("gone.jar", 0);
        Files.delete(jars.resolve("gone.jar"));
        Path letter = Files.writeString(gone.toPath().resolve("letter.txt"), "dear");
        Path foreign = Files.createDirectory(root.resolve("foreign"));
        Files.writeString(foreign.resolve("jar.txt"), "/no/such.jar");
        Path archive = Files.writeString(foreign.resolve("a.jsa"), "theirs");
        Path beside = Files.writeString(root.resolve("b.jsa"), "theirs");
        CacheTidying.tidy(root.toFile(), used, 0);
        assertThat(letter).exists();
        assertThat(archive).exists();
        assertThat(beside).exists();
        assertThat(gone.list()).containsExactly("letter.txt");
    }

    @Test
    void filesOfOldVersionsGoAfterAWeek() throws IOException {
        File old = Files.createFile(root.resolve("islr-infer-88e1e284-1a224fbf895.jsa")).toFile();
        File recent = Files.createFile(root.resolve("islr-train-88e1e284-1a224fbf895-7cf.aot")).toFile();
        assertThat(old.setLastModified(System.currentTimeMillis() - TimeUnit.DAYS.toMillis(8))).isTrue();
        CacheTidying.tidy(root.toFile(), folder("used.jar", 0));
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }
}
