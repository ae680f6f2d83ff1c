package islr.launch;

import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * A run that takes a quarter of a second: one clip. Its JVM gets the options of the manifest's
 * {@code Islr-Brief-Options} instead of the usual options and the vector module. It starts sooner with them, but would
 * compute more slowly in a long run.
 */
final class BriefRun {
    private static final String CLIP = ".parquet";
    /** About ten times the size of usual clips. */
    private static final long MOST_BYTES = 8 << 20;

    private static final List<String> HELP = Arrays.asList("-h", "--help", "-V", "--version");

    private BriefRun() {}

    /**
     * Whether the arguments name one clip to recognise, which is not large, and no directory, which could hold any
     * number of clips.
     *
     * @param user the user's options for the JVM; if they choose the kernels, the run is a usual one
     */
    static boolean is(UserOptions user, String... args) {
        if (user.mention("islr.kernels")) {
            return false;
        }
        int clips = 0;
        for (String arg : args) {
            File file = new File(arg);
            if (HELP.contains(arg) || file.isDirectory() || arg.endsWith(CLIP) && file.length() > MOST_BYTES) {
                return false;
            }
            if (arg.endsWith(CLIP)) {
                clips++;
            }
        }
        return clips == 1;
    }
}
