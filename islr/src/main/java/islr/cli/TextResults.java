package islr.cli;

import islr.model.Prediction;
import java.io.PrintWriter;
import java.util.Locale;

/// A line for each clip and one for each further sign, for people.
final class TextResults implements ResultWriter {
    private final PrintWriter out;
    private final PrintWriter err;
    private final int top;

    TextResults(PrintWriter out, PrintWriter err, int top) {
        this.out = out;
        this.err = err;
        this.top = top;
    }

    @Override
    public void write(Result result) {
        if (result.error().isPresent()) {
            // Messages of readers begin with the clip's name already.
            err.println(OneLine.of(result.error().get()));
            err.flush();
            return;
        }
        Prediction prediction = result.prediction().orElseThrow();
        out.printf(Locale.ROOT, "%s (%,d %s)%n", OneLine.of(result.clip()), prediction.frames(),
                prediction.frames() == 1 ? "frame" : "frames");
        prediction.note().ifPresent(note -> out.println("  Note: " + note + "."));
        for (Prediction.Guess guess : prediction.top(top)) {
            out.printf(Locale.ROOT, "  %5.1f %%  %s%n", 100 * guess.probability(), OneLine.of(guess.sign()));
        }
        out.flush();
    }
}
