package islr.tools.inspect;

import islr.weights.Formats;
import islr.weights.TensorFile;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints what is in files of weights: format, metadata, and a line for each tensor with its dtype, its shape and the
/// range of its numbers.
@Command(name = "inspect", description = "Prints the tensors and the metadata of files of weights.",
        mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {
    private static final int LONGEST_TEXT = 100;
    private static final int LONGEST_NAME = 80;

    @Parameters(arity = "1..*", paramLabel = "FILE",
            description = "Files of safetensors, PyTorch, Keras, TFLite or NumPy.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    /// What the tensors of a file add up to.
    private static final class Sums {
        long numbers;
        long notFinite;
        int tensorsNotFinite;
        int unread;
    }

    /// For the command line, which makes one itself.
    public InspectCommand() {}

    /// @return 0, or 1 if a file or a tensor could not be read
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int code = 0;
        for (Path file : files) {
            try (TensorFile open = Formats.open(file)) {
                code = Math.max(code, print(open, Files.size(file), out));
                GraphSummary.print(open, out);
                out.println(FittingModel.of(open));
            } catch (WeightsException e) {
                err.println(e.getMessage());
                code = 1;
            } catch (IOException e) {
                err.println(OneLine.path(file) + ": cannot be read: " + Reasons.of(e));
                code = 1;
            }
        }
        return code;
    }

    private static int print(TensorFile file, long bytes, PrintWriter out) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"tensor", "dtype", "shape", "least", "mean", "largest", ""});
        Sums sums = new Sums();
        for (TensorInfo info : file.infos().values()) {
            rows.add(row(file, info, sums));
        }
        out.println(file.source() + ": " + file.format() + ", " + Counts.bytes(bytes) + ", "
                + Counts.of(file.infos().size()) + " tensors, " + Counts.of(sums.numbers) + " numbers");
        for (Map.Entry<String, String> text : file.metadata().entrySet()) {
            out.println(
                    "  " + OneLine.of(text.getKey(), LONGEST_NAME) + " = " + OneLine.of(text.getValue(), LONGEST_TEXT));
        }
        table(rows, out);
        if (sums.notFinite > 0) {
            out.println("warning: " + Counts.of(sums.notFinite) + " numbers of " + Counts.of(sums.tensorsNotFinite)
                    + " tensors are NaN or infinite; nothing can be predicted with them");
        }
        return sums.unread > 0 ? 1 : 0;
    }

    private static String[] row(TensorFile file, TensorInfo info, Sums sums) {
        String note = info.note();
        Range range;
        try {
            // Whole numbers without a scale as they are: some are beyond float32.
            range = info.dtype().isInteger() && !note.contains("scale") ? Range.of(file.longs(info.name()))
                    : Range.of(file.tensor(info.name()).toArray());
        } catch (WeightsException e) {
            sums.unread++;
            // The sentence without the file, which is in the first line.
            return new String[] {OneLine.of(info.name(), LONGEST_NAME), info.dtype().name(), info.shape().toString(),
                "", "", "", "cannot be read: " + e.getMessage().substring(file.source().length() + 2)};
        }
        sums.numbers += info.shape().size();
        int notFinite = range.nans() + range.infinite();
        sums.notFinite += notFinite;
        sums.tensorsNotFinite += notFinite > 0 ? 1 : 0;
        List<String> notes = new ArrayList<>(note.isEmpty() ? List.of() : List.of(note));
        if (range.nans() > 0) {
            notes.add(Counts.of(range.nans()) + " NaN");
        }
        if (range.infinite() > 0) {
            notes.add(Counts.of(range.infinite()) + " infinite");
        }
        return new String[] {OneLine.of(info.name(), LONGEST_NAME), info.dtype().name(), info.shape().toString(),
            number(range.least()), number(range.mean()), number(range.largest()), String.join(", ", notes)};
    }

    private static String number(double x) {
        return Double.isNaN(x) ? "" : x == Math.rint(x) && Math.abs(x) < 1e15 ? String.format(Locale.ROOT, "%.0f", x)
                : String.format(Locale.ROOT, "%.4g", x);
    }

    /// Columns as wide as they need; numbers to the right.
    private static void table(List<String[]> rows, PrintWriter out) {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String space = " ".repeat(widths[i] - row[i].length());
                boolean right = i >= 3 && i < columns - 1;
                line.append("  ").append(right ? space : "").append(row[i]).append(right ? "" : space);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
