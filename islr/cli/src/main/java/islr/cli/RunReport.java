package islr.cli;

import islr.dataset.Progress;
import islr.tensor.Compute;
import islr.train.run.RunLog;
import java.io.IOException;
import java.io.PrintWriter;

/// What the user is told of a run.
interface RunReport {
    /// Before the first epoch.
    void begin(Compute compute, Progress progress);

    /// After the last epoch: how good the model is, and where it is.
    void end(Compute compute, PrintWriter print, RunLog log) throws IOException, InterruptedException;
}
