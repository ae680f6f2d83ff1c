package islr.weights.internal;

import islr.weights.WeightsException;
import islr.weights.text.Counts;

/// How much memory a file may ask for. Checked before the memory is taken.
public final class Room {
    /// A file may say in few bytes that it holds many numbers: compressed zeros, one number that stands for a whole
    /// tensor. Beyond this many bytes, and this many times its own size, nobody means it.
    private static final long PLENTY = 64L << 20;
    private static final long MOST_TIMES = 40;

    private Room() {}

    /// @param bytes of tensors that are about to be made
    /// @throws WeightsException if they are more than half of what this JVM may use
    public static void require(String source, long bytes) throws WeightsException {
        require(source, "its tensors take ", bytes, Runtime.getRuntime().maxMemory() / 2);
    }

    /// The same for bytes that are needed only while one tensor is read, beside the tensors. Up to three copies of them
    /// exist at a time.
    public static void requireCopy(String source, long bytes) throws WeightsException {
        require(source, "to read one of its tensors takes ", bytes, Runtime.getRuntime().maxMemory() / 8);
    }

    private static void require(String source, String what, long bytes, long most) throws WeightsException {
        if (bytes > most) {
            throw new WeightsException(source, what + Counts.of(bytes >> 20) + " MB, this JVM may use "
                    + Counts.of(most >> 20) + " MB; start java with a larger -Xmx");
        }
    }

    /// As [#require(String, long)] for a format that can say more than it holds.
    ///
    /// @param fileBytes the size of the file
    public static void require(String source, long fileBytes, long bytes) throws WeightsException {
        if (bytes > PLENTY && bytes / MOST_TIMES > fileBytes) {
            throw new WeightsException(source, "its tensors would take " + Counts.of(bytes >> 20) + " MB, more than "
                    + MOST_TIMES + " times the file; if it is meant so, write it uncompressed");
        }
        require(source, bytes);
    }
}
