package islr.cli;

import islr.recognize.SpellingAnswer;
import islr.system.fingerspelling.Spelling;
import islr.weights.text.OneLine;
import java.io.PrintWriter;
import java.util.Locale;

/// A line for each sequence and one for its phrase, for people.
final class TextSpellings implements SpellingWriter {
    private final PrintWriter out;
    private final PrintWriter err;

    TextSpellings(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void write(String sequence, SpellingAnswer<?> answer) {
        Spelling spelling = answer.spelling().orElseThrow();
        out.println(String.format(Locale.ROOT, "%s (%,d %s): %s", OneLine.of(sequence), answer.frames(),
                answer.frames() == 1 ? "frame" : "frames", confidence(spelling)
                        + String.format(Locale.ROOT, "%.1f ms", answer.readMillis() + answer.spellMillis())));
        if (spelling.placeholder()) {
            out.println("  Note: it is too short, or the answer is not trusted; this phrase stands for all such.");
        }
        out.println("  " + spelling.phrase());
        out.flush();
    }

    private static String confidence(Spelling spelling) {
        return Double.isNaN(spelling.confidence()) ? ""
                : String.format(Locale.ROOT, "confidence %.2f, ", spelling.confidence());
    }

    @Override
    public void failed(String sequence, String error) {
        // Messages of readers begin with the file's name already.
        err.println(OneLine.of(error));
        err.flush();
    }
}
