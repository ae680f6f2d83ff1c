package islr.cli;

import islr.dataset.Progress;
import islr.weights.text.OneLine;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A progress bar on standard error where somebody sits before a terminal, and a line now and then where not (a log
/// file).
final class ConsoleProgress implements Progress {
    /// A line that is wider than the terminal would scroll instead of being overwritten, and Java does not know how
    /// wide that is.
    private static final int WIDTH = 79;
    private static final long LINE_EVERY_NANOS = 20_000_000_000L;

    private final PrintStream err;
    private final StopSignal stop;
    private final boolean terminal;
    private ProgressBar bar;
    private String what;
    private String unit;
    private int total;
    private long start;
    private long lastLine;

    ConsoleProgress(PrintStream err, StopSignal stop) {
        this.err = err;
        this.stop = stop;
        this.terminal = System.console() != null && System.console().isTerminal();
    }

    @Override
    public void begin(String what, int total, String unit) {
        this.what = what;
        this.unit = unit;
        this.total = total;
        start = System.nanoTime();
        lastLine = start;
        if (terminal) {
            bar = new ProgressBarBuilder().setTaskName(what).setInitialMax(total).setUnit("", 1)
                    .showSpeed(new DecimalFormat("0 '" + unit + "'", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                    .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH)).clearDisplayOnFinish().build();
        }
    }

    @Override
    public void at(int done, String state) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(state.isEmpty() ? "" : ", " + state);
            return;
        }
        long now = System.nanoTime();
        if (now - lastLine > LINE_EVERY_NANOS && done < total) {
            lastLine = now;
            double seconds = (now - start) / 1e9;
            err.println(String.format(Locale.ROOT, "%s: %,d of %,d %s%s, %.0f %s/s, %.0f s left", what, done, total,
                    unit, state.isEmpty() ? "" : ", " + state, done / seconds, unit, seconds / done * (total - done)));
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
