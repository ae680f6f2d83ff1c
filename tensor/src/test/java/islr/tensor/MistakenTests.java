package islr.tensor;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs tests of this module with some of its classes replaced: for `islr.tools.mutation`, which makes mistakes and
/// asks who sees them. One JVM runs many, because most of the time of a short test is the start of JUnit.
///
/// Every line of the standard input is a folder of classes, a space, and a class or one of its tests (`Class#method`).
/// Each is answered by one line on the standard output: [#ANSWER], and `passes`, or which test failed and how, or
/// `no test`.
public final class MistakenTests {
    private static final String ANSWER = "ANSWER: ";

    private MistakenTests() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            int space = line.lastIndexOf(' ');
            Path folder = Path.of(line.substring(0, space));
            String test = line.substring(space + 1);
            // What a thread keeps ends with it.
            Thread thread = new Thread(() -> System.out.println("\n" + ANSWER + answer(folder, test)));
            thread.start();
            thread.join();
        }
        System.exit(0);
    }

    private static String answer(Path folder, String test) {
        try (Classes classes = new Classes(folder)) {
            Thread.currentThread().setContextClassLoader(classes);
            FirstFailure failure = new FirstFailure();
            LauncherFactory.create()
                    .execute(LauncherExecutionRequestBuilder
                            .request(LauncherDiscoveryRequestBuilder.request().selectors(selectors(classes, test))
                                    .configurationParameter("jqwik.reporting.onlyfailures", "true")
                                    .configurationParameter("jqwik.shrinking.default", "OFF")
                                    .configurationParameter("jqwik.database", "").build())
                            .listeners(failure).cancellationToken(failure.stop).build());
            String failed = failure.failed.get();
            return failed != null ? failed : failure.passed.get() > 0 ? "passes" : "no test";
        } catch (IOException | ClassNotFoundException e) {
            return "no test: " + e;
        }
    }

    private static List<? extends DiscoverySelector> selectors(ClassLoader classes, String test)
            throws ClassNotFoundException {
        String[] names = test.split("#");
        Class<?> type = classes.loadClass(names[0]);
        return names.length == 1 ? List.of(selectClass(type)) : Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(names[1])).map(method -> selectMethod(type, method)).toList();
    }

    /// The module's classes once more, those of a folder first; libraries are those of the JVM.
    private static final class Classes extends URLClassLoader {
        Classes(Path folder) throws MalformedURLException {
            super(urls(folder), MistakenTests.class.getClassLoader());
        }

        private static URL[] urls(Path folder) throws MalformedURLException {
            List<URL> urls = new ArrayList<>();
            urls.add(folder.toUri().toURL());
            for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(path).toUri().toURL());
            }
            return urls.toArray(new URL[0]);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded
                        : name.startsWith("islr.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }

    private static final class FirstFailure implements TestExecutionListener {
        final CancellationToken stop = CancellationToken.create();
        final AtomicInteger passed = new AtomicInteger();
        final AtomicReference<String> failed = new AtomicReference<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                String message = result.getThrowable().map(Throwable::toString).orElse("").replaceAll("\\s+", " ");
                String name = test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                        .map(method -> method.getClassName().replaceAll(".*\\.", "") + "#" + method.getMethodName())
                        .orElse(test.getDisplayName());
                failed.compareAndSet(null, name + ": " + message.substring(0, Math.min(message.length(), 120)));
                stop.cancel();
            } else if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                passed.incrementAndGet();
            }
        }
    }
}
