package islr.bench;

import islr.bench.lesson.Lesson;

/// The program of `islr-bench.jar`: `lesson` runs the lesson, anything else is for JMH.
public final class Main {
    private Main() {}

    /// @param args `lesson`, or what JMH takes
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("lesson")) {
            Lesson.main();
        } else {
            org.openjdk.jmh.Main.main(args);
        }
    }
}
