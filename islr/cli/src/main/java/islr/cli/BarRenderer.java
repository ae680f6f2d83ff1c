package islr.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/// A progress bar as one line of plain characters: `epoch 1/24  43 % [======      ] 960 of 2,240 clips, loss 1.234`.
/// In a narrow terminal, the last details are left out first.
///
/// @param unit of what is counted
record BarRenderer(String unit) implements ProgressBarRenderer {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 50;

    @Override
    public String render(ProgressState state, int width) {
        long total = Math.max(1, state.getMax());
        double share = Math.min(1, (double) state.getCurrent() / total);
        String head = String.format(Locale.ROOT, "%s %3d %%", state.getTaskName(), (int) (100 * share));
        StringBuilder tail = new StringBuilder();
        for (String detail : details(state.getCurrent(), state.getMax(), state.getExtraMessage(),
                state.getElapsedAfterStart().toMillis() / 1e3)) {
            if (head.length() + SHORTEST + tail.length() + 2 + detail.length() > width) {
                break;
            }
            tail.append(tail.isEmpty() ? " " : ", ").append(detail);
        }
        int room = Math.min(LONGEST, width - head.length() - tail.length() - " []".length());
        String bar = room < 1 ? ""
                : " [" + "=".repeat((int) (share * room)) + " ".repeat(room - (int) (share * room)) + "]";
        String line = head + bar + tail;
        return line.substring(0, Math.max(0, Math.min(width, line.length())));
    }

    /// How far it is and how fast it goes, the most important first.
    private List<String> details(long done, long total, String said, double seconds) {
        List<String> details = new ArrayList<>();
        details.add(String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit));
        if (!said.isEmpty()) {
            details.add(said);
        }
        if (done > 0 && seconds > 0) {
            details.add(String.format(Locale.ROOT, "%,.0f %s/s", done / seconds, unit));
            details.add(String.format(Locale.ROOT, "%,.0f s left", seconds / done * Math.max(0, total - done)));
        }
        return details;
    }

    /// The same for a file, without a bar.
    String line(String what, long done, long total, String said, double seconds) {
        return what + ": " + String.join(", ", details(done, total, said, seconds));
    }
}
