package islr.cli;

import islr.dataset.Progress;
import islr.weights.text.OneLine;
import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/// A progress bar on standard error where that is a [Terminal], and a line now and then where it is not (a log file).
final class ConsoleProgress implements Progress {
    private static final long LINE_EVERY_NANOS = 20_000_000_000L;

    private final PrintStream err;
    private final StopSignal stop;
    private final Optional<Terminal> terminal;
    private ProgressBar bar;
    private String what;
    private BarRenderer renderer;
    private int total;
    private long start;
    private long lastLine;

    ConsoleProgress(PrintStream err, StopSignal stop) {
        this(err, stop, Terminal.ofStandardError());
    }

    /// @param terminal what shows the stream, if it is a terminal
    ConsoleProgress(PrintStream err, StopSignal stop, Optional<Terminal> terminal) {
        this.err = err;
        this.stop = stop;
        this.terminal = terminal;
    }

    /// One line of a terminal, in plain characters. A line that is as wide as the terminal, or wider, would scroll
    /// instead of being drawn over.
    private static final class Line extends ConsoleProgressBarConsumer {
        private final Terminal terminal;

        Line(PrintStream err, Terminal terminal) {
            super(err, terminal.columns() - 1);
            this.terminal = terminal;
        }

        @Override
        public int getMaxRenderedLength() {
            return Math.max(1, terminal.columns() - 1);
        }

        /// The library's ends the line, but this one was wiped out.
        @Override
        public void close() {
            // What follows is written over it.
        }
    }

    @Override
    public void begin(String what, int total, String unit) {
        this.what = what;
        this.total = total;
        start = System.nanoTime();
        lastLine = start;
        renderer = new BarRenderer(unit);
        if (terminal.isPresent()) {
            bar = new ProgressBarBuilder().setTaskName(what).setInitialMax(total).setUpdateIntervalMillis(200)
                    .setRenderer(renderer).setConsumer(new Line(err, terminal.get())).clearDisplayOnFinish().build();
        }
    }

    @Override
    public void at(int done, String state) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(state);
            return;
        }
        long now = System.nanoTime();
        if (now - lastLine > LINE_EVERY_NANOS && done < total) {
            lastLine = now;
            err.println(renderer.line(what, done, total, state, (now - start) / 1e9));
        }
    }

    @Override
    public void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    @Override
    public void say(String line) {
        err.println(OneLine.of(line));
    }

    @Override
    public boolean isStopWanted() {
        return stop.isRequested();
    }
}
