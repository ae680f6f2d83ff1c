package islr.train;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;

/// What went wrong, in words for the user.
final class Failures {
    private Failures() {}

    /// Why the system refused, without the class names of the JDK.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException other -> "a file of that name is in the way";
            case NoSuchFileException missing -> "there is no such folder";
            case CharacterCodingException other -> "it is no UTF-8 text";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /// The cause of a failure on another thread, if it is one that a file may have; everything else (no memory, a
    /// defect) is thrown.
    static IOException io(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException cause -> cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            default -> throw new IllegalStateException(e.getCause());
        };
    }
}
