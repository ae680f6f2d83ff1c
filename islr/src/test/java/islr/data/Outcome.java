package islr.data;

import islr.tensor.Parallel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/// The outcome of reading a file.
///
/// @param read true if it gave a clip, false if it was refused
/// @param nanos how long that took
/// @param fault what was wrong with the answer; `null` if nothing was
record Outcome(boolean read, long nanos, String fault) {

    private static final SkeletonRows SOME = SkeletonRows.of(0, 61, 300, 470, 488, 505, 522, 542);
    /// The most characters that a message may have after the file's name.
    private static final int LONGEST_MESSAGE = 400;
    /// Characters that break a line, control a terminal or reverse the direction of reading, and words that only
    /// developers understand.
    private static final Pattern UNFIT = Pattern
            .compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|Exception|\\bnull\\b|Error:|org\\.apache|java\\.");

    static Outcome of(Path file) {
        return of(file, null);
    }

    /// @param sound the landmarks that a clip must have if it is read; `null` if any will do
    static Outcome of(Path file, float[] sound) {
        long start = System.nanoTime();
        try {
            Clip clip = ClipReader.read(file);
            return new Outcome(true, System.nanoTime() - start, fault(file, clip, sound));
        } catch (ClipException e) {
            return new Outcome(false, System.nanoTime() - start, fault(e, file));
        } catch (Throwable e) {
            // Anything else, including an error of the JVM, is what the test looks for.
            return new Outcome(false, System.nanoTime() - start, "not a ClipException but " + e);
        }
    }

    private static String fault(Path file, Clip clip, float[] sound) throws ClipException {
        if (sound != null && !Arrays.equals(sound, clip.landmarks())) {
            return "other numbers than the sound clip's";
        }
        if (clip.frames() < 1 || clip.frames() > ClipReader.MAX_FRAMES) {
            return clip.frames() + " frames";
        }
        for (float value : clip.landmarks()) {
            if (Float.isInfinite(value)) {
                return "an infinite coordinate";
            }
        }
        float[] some = ClipReader.read(file, SOME, Parallel.sequential()).landmarks();
        return Arrays.equals(some, TestClips.some(clip.landmarks(), SOME)) ? null
                : "other numbers if only some landmarks are wanted";
    }

    private static String fault(ClipException e, Path file) {
        String message = e.getMessage();
        String start = file + ": ";
        if (!message.startsWith(start)) {
            return "a message that does not name the file: " + message;
        }
        String reason = message.substring(start.length());
        if (reason.length() > LONGEST_MESSAGE || UNFIT.matcher(reason).find()) {
            return "an unclear message: " + reason;
        }
        return e.getCause() instanceof OutOfMemoryError ? "more memory than there is: " + reason : null;
    }
}
