package islr.weights.keras;

import islr.weights.WeightsException;
import islr.weights.text.OneLine;
import java.io.IOException;

/// Calls the HDF5 library, and turns what it throws into one sentence.
///
/// On damaged files it throws all kinds of runtime exceptions, runs out of stack where a tree leads round in a circle,
/// and asks for arrays of a size that the file says before it looks whether the file is that long. Such an array is
/// never made, so the memory of the JVM is as it was.
final class Guard {
    private static final int LONGEST = 200;

    private Guard() {}

    /// What is asked of the library.
    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException;
    }

    static <T> T call(String source, Call<T> call) throws WeightsException {
        try {
            return call.make();
        } catch (WeightsException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw refused(source, reason(e), e);
        } catch (StackOverflowError e) {
            throw refused(source, "its groups or trees are too deep, or lead round in a circle", e);
        } catch (OutOfMemoryError e) {
            throw refused(source, "a part of it is said to be larger than the memory of this JVM", e);
        }
    }

    private static WeightsException refused(String source, String reason, Throwable cause) {
        return new WeightsException(source, "this HDF5 file is truncated or damaged, or not one of Keras's: " + reason
                + "; get it again from its source", cause);
    }

    /// The innermost message says most.
    private static String reason(Throwable e) {
        Throwable inner = e;
        for (int i = 0; i < 10 && inner.getCause() != null; i++) {
            inner = inner.getCause();
        }
        String message = inner.getMessage() == null || inner.getMessage().isBlank()
                ? "a part of it is not what its description says" : inner.getMessage();
        return OneLine.of(message, LONGEST);
    }
}
