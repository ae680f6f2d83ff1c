package islr.weights.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import islr.weights.torch.PickleBytes;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pickle names what is to be called. Reading one loads no class but those of the reader, starts no process and no
/// thread, and makes no file.
class NothingIsExecutedTest {
    @TempDir
    Path folder;

    /// Loads the classes of this project itself, so that it hears of every name that they ask for.
    private static final class Noticing extends URLClassLoader {
        private final Set<String> asked = Collections.synchronizedSet(new TreeSet<>());

        Noticing(URL... classPath) {
            super(classPath, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
        }
    }

    private static URL[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(path -> {
            try {
                return Path.of(path).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }).toArray(URL[]::new);
    }

    private static Set<Long> threads() {
        Set<Long> ids = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> ids.add(thread.threadId()));
        return ids;
    }

    /// Names of classes that are there, of this JVM and of this project, called in every way that a pickle has.
    private List<Path> ours() throws IOException {
        List<Path> files = new ArrayList<>();
        String[][] names = {{"java.lang", "ProcessBuilder"}, {"javax.naming", "InitialContext"},
            {"java.util.logging", "FileHandler"}, {"islr.weights", "LoadReport"}};
        for (String[] name : names) {
            byte[][] pickles = {new PickleBytes().global(name[0], name[1]).op('(').text("touch").op('t').op('R').done(),
                new PickleBytes().text(name[0]).text(name[1]).op(0x93).op(')').op(0x81).done(),
                new PickleBytes().op('}').text("state_dict").global(name[0], name[1]).op('s').done()};
            for (byte[] pickle : pickles) {
                files.add(Files.write(folder.resolve(files.size() + ".pkl"), pickle));
                files.add(Files.write(folder.resolve(files.size() + ".pt"), PickleBytes.zip("m/data.pkl", pickle)));
            }
        }
        return files;
    }

    private void assertNothingIsExecuted(List<Path> files) throws IOException, ReflectiveOperationException {
        try (Noticing loader = new Noticing(classPath())) {
            Method verdict = loader.loadClass(Verdict.class.getName()).getDeclaredMethod("of", Path.class);
            verdict.setAccessible(true);
            Path harmless = Files.write(folder.resolve("harmless.pt"), Samples.of("torch", folder).getFirst());
            assertThat((String) verdict.invoke(null, harmless)).startsWith("read: ");
            Set<Long> threads = threads();
            List<Path> before = contents();
            for (Path file : files) {
                assertThat((String) verdict.invoke(null, file)).as(file.toString()).isNotEmpty();
            }
            assertThat(loader.asked).contains("islr.weights.torch.Unpickler")
                    .allMatch(name -> name.matches("(?:islr|java|jdk|sun|com\\.fasterxml\\.jackson)\\..*"))
                    .doesNotContain("java.lang.ProcessBuilder", "javax.naming.InitialContext",
                            "java.util.logging.FileHandler", "islr.weights.LoadReport");
            assertThat(threads).containsAll(threads());
            assertThat(contents()).isEqualTo(before);
            assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    private List<Path> contents() throws IOException {
        try (Stream<Path> all = Stream.concat(Files.walk(folder), Files.list(Path.of("")))) {
            return all.sorted().toList();
        }
    }

    @Test
    void aPickleThatNamesClassesOfThisJvmLoadsNone() throws IOException, ReflectiveOperationException {
        assertNothingIsExecuted(ours());
    }

    @Test
    void theHostilePicklesOfTheCorpusExecuteNothing() throws IOException, ReflectiveOperationException {
        try (Stream<Path> all = Files.list(CorpusTest.corpora().resolve("pickle"))) {
            assertNothingIsExecuted(all.filter(file -> !file.toString().endsWith(".npz")).sorted().toList());
        }
    }
}
