package islr.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Standard output, in whole results: what was written goes out with [#flush()], at once.
///
/// Remembers why it failed: a [java.io.PrintWriter] over it says only that it did.
final class StandardOutput extends Writer {
    private static final int LONGEST_WAIT_SECONDS = 1;

    private final OutputStream out;
    private final StringBuilder pending = new StringBuilder();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile IOException failure;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /// The process's own.
    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /// From now on Ctrl-C waits until the result that is being written is out, and nothing is written after it.
    StandardOutput endingWithWholeResults() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::finish, "islr-last-result"));
        return this;
    }

    @Override
    public void write(char[] text, int from, int count) {
        pending.append(text, from, count);
    }

    @Override
    public void flush() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
        pending.setLength(0);
        writing.lock();
        try {
            out.write(bytes);
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    /// Why results were lost; empty if none were, or if their reader (`| head`) had seen enough.
    Optional<String> failure() {
        IOException e = failure;
        boolean readerLeft = e != null && String.valueOf(e.getMessage()).contains("pipe");
        return e == null || readerLeft ? Optional.empty() : Optional.of("standard output: " + e.getMessage());
    }

    /// A reader that stopped reading would hold the program for ever, so the wait is short.
    private void finish() {
        try {
            if (!writing.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
