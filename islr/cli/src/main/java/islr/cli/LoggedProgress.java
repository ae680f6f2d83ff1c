package islr.cli;

import islr.dataset.Progress;
import islr.train.run.RunLog;
import islr.weights.text.OneLine;

/// Shows progress, and keeps in the run's log what it says.
///
/// @param shown where it is shown
record LoggedProgress(Progress shown, RunLog log) implements Progress {
    @Override
    public void begin(String what, int total, String unit) {
        shown.begin(what, total, unit);
    }

    @Override
    public void at(int done, String state) {
        shown.at(done, state);
    }

    @Override
    public void end() {
        shown.end();
    }

    @Override
    public void say(String line) {
        shown.say(line);
        log.add(OneLine.of(line));
    }

    @Override
    public boolean isStopWanted() {
        return shown.isStopWanted();
    }
}
