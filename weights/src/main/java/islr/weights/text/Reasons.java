package islr.weights.text;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// Why reading or writing failed, in words for the user instead of class names of the JDK: `permission denied for
/// /data/clip.parquet`. Meant for the end of a sentence, after a colon.
public final class Reasons {
    private static final int LONGEST = 300;

    private Reasons() {}

    /// @return one line; it names the file if the exception does
    public static String of(IOException e) {
        return e instanceof FileSystemException failed ? of(failed, file(failed)) : general(e);
    }

    /// The same for a sentence that has already named a file: this file is not named again.
    public static String of(IOException e, Path named) {
        if (!(e instanceof FileSystemException failed)) {
            return general(e);
        }
        boolean same = named.toString().equals(failed.getFile())
                || named.toAbsolutePath().toString().equals(failed.getFile());
        return of(failed, same ? "" : file(failed));
    }

    /// @param file empty if it is not to be named
    private static String of(FileSystemException e, String file) {
        boolean named = !file.isEmpty();
        return switch (e) {
            case NoSuchFileException missing -> named ? "there is no " + file : "there is no such file or folder";
            case AccessDeniedException denied -> "permission denied" + (named ? " for " + file : "");
            case FileAlreadyExistsException other ->
                    named ? "the file " + file + " is in the way" : "a file of that name is in the way";
            case DirectoryNotEmptyException full -> "the folder " + (named ? file + " " : "") + "is not empty";
            case NotDirectoryException other -> named ? file + " is not a folder" : "it is not a folder";
            default -> e.getReason() == null ? general(e) : OneLine.of(e.getReason(), LONGEST);
        };
    }

    private static String file(FileSystemException e) {
        return e.getFile() == null ? "" : OneLine.of(e.getFile(), LONGEST);
    }

    /// The library's own words are for programmers.
    private static String json(JsonLocation place) {
        return "it is not valid JSON" + (place == null || place.getLineNr() < 1 ? ""
                : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")");
    }

    private static String general(IOException e) {
        String message = e.getMessage() == null || e.getMessage().isBlank() ? "the system does not say why"
                : OneLine.of(e.getMessage(), LONGEST);
        return switch (e) {
            case JsonProcessingException json -> json(json.getLocation());
            case CharacterCodingException text -> "it is not UTF-8 text";
            case ClosedByInterruptException interrupted -> "it was interrupted";
            case EOFException end when e.getMessage() == null -> "the file ends too early";
            default -> message;
        };
    }
}
