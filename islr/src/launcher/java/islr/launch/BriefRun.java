package islr.launch;

import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * A run that is over in a quarter of a second: one clip. Its JVM gets the options of the manifest's {@code
 * Islr-Brief-Options} instead of those of other runs and of the vector module: with them it starts sooner, and would
 * compute slower in the long run.
 */
final class BriefRun {
    private static final String CLIP = ".parquet";
    /** Some ten times the size of usual clips. */
    private static final long MOST_BYTES = 8 << 20;

    private static final List<String> HELP = Arrays.asList("-h", "--help", "-V", "--version");

    private BriefRun() {}

    /**
     * Whether the arguments name one clip to recognise, not a large one, and no directory, in which there could be any
     * number.
     *
     * @param options those of the user for the JVM, or null; whoever chooses the kernels among them gets a usual run
     */
    static boolean is(String options, String... args) {
        if (options != null && options.contains("islr.kernels")) {
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
