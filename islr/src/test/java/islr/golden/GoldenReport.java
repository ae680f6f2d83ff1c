package islr.golden;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/// Prints, when all tests of the module are done, how many golden files were compared. Found by JUnit through
/// `META-INF/services`.
public final class GoldenReport implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        Goldens.report();
    }
}
