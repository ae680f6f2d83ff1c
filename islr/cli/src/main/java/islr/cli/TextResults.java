package islr.cli;

import islr.recognize.Answer;
import islr.recognize.Prediction;
import islr.weights.text.OneLine;
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
    public void write(Answer<?> answer) {
        if (answer.error().isPresent()) {
            // Messages of readers begin with the clip's name already.
            err.println(OneLine.of(answer.error().get()));
            err.flush();
            return;
        }
        Prediction prediction = answer.prediction().orElseThrow();
        out.println(OneLine.of(answer.input().toString()) + " (" + count(prediction.frames())
                + (prediction.frames() == 1 ? " frame)" : " frames)") + (prediction.isNotSure() ? ": not sure" : ""));
        prediction.notes().forEach(note -> out.println("  Note: " + note + "."));
        for (Prediction.Guess guess : prediction.top(top)) {
            out.println("  " + percent(guess.probability()) + " %  " + OneLine.of(guess.sign()));
        }
        out.flush();
    }

    /// With a comma after the thousands.
    private static String count(int frames) {
        return frames < 1000 ? Integer.toString(frames) : String.format(Locale.ROOT, "%,d", frames);
    }

    /// With one decimal, in five places. A format would load the signs of all numbers in the world, 7 of the 250
    /// milliseconds of a cold start.
    private static String percent(float probability) {
        long tenths = Math.round(10.0 * (100 * probability));
        String number = tenths / 10 + "." + tenths % 10;
        return " ".repeat(Math.max(0, 5 - number.length())) + number;
    }
}
