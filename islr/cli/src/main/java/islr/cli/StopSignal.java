package islr.cli;

import java.util.concurrent.CountDownLatch;

/// Ctrl-C as a request: the program is told to stop, and the JVM waits until it has saved what it has.
final class StopSignal implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean requested;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "islr-stop"));
    }

    private void stopAndWait() {
        requested = true;
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRequested() {
        return requested;
    }

    /// The work is done or was stopped: the JVM may go.
    @Override
    public void close() {
        done.countDown();
    }
}
