package islr.tensor;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs a test class, or those of its tests with one name (`Class#method`), until one fails: for `tools/mutation`, which
/// makes a mistake and asks whether it is seen.
///
/// The last line of the output says which test failed and how. Exit code: 0 if all pass, 1 if one fails, 2 if there are
/// none.
public final class FirstFailure implements TestExecutionListener {
    private final AtomicInteger passed = new AtomicInteger();

    private FirstFailure() {}

    public static void main(String[] args) throws ClassNotFoundException {
        String[] names = args[0].split("#");
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Class.forName(names[0])))
                .filters((PostDiscoveryFilter) test -> FilterResult
                        .includedIf(names.length == 1 || named(test, names[1])))
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .configurationParameter("jqwik.shrinking.default", "OFF").build();
        FirstFailure tests = new FirstFailure();
        LauncherFactory.create().execute(request, tests);
        System.exit(tests.passed.get() > 0 ? 0 : 2);
    }

    private static boolean named(TestDescriptor test, String name) {
        return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .map(MethodSource::getMethodName).filter(name::equals).isPresent();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            String message = result.getThrowable().map(Throwable::toString).orElse("").replaceAll("\\s+", " ");
            String name = test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                    .map(method -> method.getClassName().replaceAll(".*\\.", "") + "#" + method.getMethodName())
                    .orElse(test.getDisplayName());
            System.out.println();
            System.out.println(name + ": " + message.substring(0, Math.min(message.length(), 120)));
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
        if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed.incrementAndGet();
        }
    }
}
