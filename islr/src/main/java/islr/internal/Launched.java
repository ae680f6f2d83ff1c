package islr.internal;

import java.util.Optional;

/// A program that a launcher has started in a JVM of its own ends when its launcher does, even if that was killed and
/// could not say so. Otherwise a training that somebody killed would go on unseen.
public final class Launched {
    private static final long POLL_MILLIS = 200;
    /// For the hooks that run when a JVM ends. Run folders are whole without them.
    private static final long GRACE_MILLIS = 400;
    /// As after a `kill` of this process.
    private static final int TERMINATED = 143;

    private Launched() {}

    /// Watches the launcher, if there is one: it sets the property `islr.launched`.
    public static void endWithLauncher() {
        if (!Boolean.getBoolean("islr.launched")) {
            return;
        }
        Optional<ProcessHandle> launcher = ProcessHandle.current().parent();
        if (launcher.isPresent()) {
            Thread.ofPlatform().daemon().name("islr-launcher-watch").start(() -> watch(launcher.get()));
        }
    }

    private static void watch(ProcessHandle launcher) {
        try {
            while (launcher.isAlive()) {
                Thread.sleep(POLL_MILLIS);
            }
            Thread.ofPlatform().daemon().start(() -> Runtime.getRuntime().exit(TERMINATED));
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody does, it has to end too.
        }
        Runtime.getRuntime().halt(TERMINATED);
    }
}
