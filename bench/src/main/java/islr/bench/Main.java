package islr.bench;

import islr.bench.compare.Quick;
import islr.bench.lesson.Lesson;
import java.util.Arrays;

/// The program of `benchmarks.jar`: `--quick` compares with the peers, `lesson` runs the lesson, anything else is for JMH.
public final class Main {
    private Main() {}

    /// @param args `--quick` and its options, `lesson`, or what JMH takes
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("lesson")) {
            Lesson.main();
        } else if (args.length > 0 && args[0].equals("--quick")) {
            Quick.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            org.openjdk.jmh.Main.main(args);
        }
    }
}
