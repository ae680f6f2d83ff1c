package islr.cli;

import islr.train.calibration.Calibration;
import islr.train.calibration.Reliability;
import islr.train.calibration.SureScores;
import islr.weights.text.Counts;
import java.io.PrintWriter;
import java.util.Locale;

/// What is told of a [Calibration].
final class CalibrationText {
    private CalibrationText() {}

    /// After a training: what was written into the model.
    static String sentence(Calibration measured) {
        return String.format(Locale.ROOT,
                "Temperature %.4g, measured on the held-out clips (loss %.3f instead of %.3f)%s",
                measured.certainty().temperature(), measured.lossAfter(), measured.lossBefore(),
                measured.certainty().rule().isEmpty() ? "; no answer is right, so it never says that it is sure"
                        : "; " + sure(measured));
    }

    /// All of it.
    static void print(Calibration measured, PrintWriter out) {
        out.printf(Locale.ROOT,
                "Temperature %.4g: loss %.3f (%.3f before), calibration error %.1f %% (%.1f %% before)%n",
                measured.certainty().temperature(), measured.lossAfter(), measured.lossBefore(),
                100 * measured.after().error(), 100 * measured.before().error());
        out.println();
        table(measured, out);
        out.println();
        separation(measured.probability(), "probability", out);
        measured.nearness().ifPresentOrElse(scores -> separation(scores, "distance", out),
                () -> out.println("There are no distances: the model, or one of those that judge, was made before they "
                        + "were measured. The probability decides which answers are sure."));
        String sure = measured.certainty().rule().isEmpty() ? "no answer is right: there is no threshold"
                : sure(measured);
        out.println(sure.substring(0, 1).toUpperCase(Locale.ROOT) + sure.substring(1));
    }

    private static void separation(SureScores scores, String by, PrintWriter out) {
        out.println("By the " + by + ", right from wrong answers: AUROC " + digits(scores.rightFromWrong())
                + (scores.others().length == 0 ? "" : ", signs from other clips (" + Counts.of(scores.others().length)
                        + "): " + digits(scores.signsFromOthers())));
    }

    private static void table(Calibration measured, PrintWriter out) {
        out.printf(Locale.ROOT, "%-14s %26s   %26s%n", "", "before", "after");
        out.printf(Locale.ROOT, "%-14s %8s %8s %8s   %8s %8s %8s%n", "probability", "clips", "mean", "right", "clips",
                "mean", "right");
        for (int i = 0; i < measured.after().bins().size(); i++) {
            Reliability.Bin before = measured.before().bins().get(i);
            Reliability.Bin after = measured.after().bins().get(i);
            if (before.clips() + after.clips() > 0) {
                out.printf(Locale.ROOT, "%3.0f to %3.0f %%   %s   %s%n", 100 * after.from(), 100 * after.to(),
                        cells(before), cells(after));
            }
        }
    }

    private static String cells(Reliability.Bin bin) {
        return bin.clips() == 0 ? String.format(Locale.ROOT, "%8d %8s %8s", 0, "-", "-") : String.format(Locale.ROOT,
                "%8d %6.1f %% %6.1f %%", bin.clips(), 100 * bin.probability(), 100 * bin.accuracy());
    }

    private static String digits(double value) {
        return Double.isNaN(value) ? "- (there are none of one kind)" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String sure(Calibration measured) {
        SureScores scores = measured.deciding();
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "sure with %s: %.1f %% of the right answers stay sure",
                        measured.certainty().rule().orElseThrow(), 100 * measured.sureShare(scores.right())));
        if (scores.wrong().length > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f %% of the wrong ones are caught",
                    100 - 100 * measured.sureShare(scores.wrong())));
        }
        if (scores.others().length > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f %% of the other clips",
                    100 - 100 * measured.sureShare(scores.others())));
        }
        return text.toString();
    }
}
