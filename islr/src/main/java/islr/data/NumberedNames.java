package islr.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads files that number names, as the competitions have them for signs and for characters.
final class NumberedNames {
    /// The largest file that is read, in bytes; a list of 250 signs takes 4,000.
    private static final int LONGEST = 1 << 24;

    private NumberedNames() {}

    /// The text of a file.
    ///
    /// @param what is in it, for messages: `signs`
    /// @param forms what it may be, for messages
    static String text(Path file, String what, String forms) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": this is a folder; a file of " + what + " is needed");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException(file + ": this is too large for a list of " + what + "; is it the right file?");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            // Some editors on Windows put a byte order mark at the beginning of a text.
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file of " + what, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": the file of " + what + " may not be read; check its permissions", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": this is not UTF-8 text; " + forms + " is needed", e);
        }
    }

    /// The names of a JSON map to the numbers 0 to n − 1, by number.
    ///
    /// @param parser behind the beginning of the map
    /// @param what it is, for messages: `sign list`
    /// @throws IllegalArgumentException if it is something else
    static List<String> map(JsonParser parser, String what) throws IOException {
        Map<Integer, String> byNumber = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new IllegalArgumentException(what + ": '" + name + "' must have a whole number");
            }
            if (parser.getNumberType() != JsonParser.NumberType.INT || parser.getIntValue() < 0) {
                throw new IllegalArgumentException(
                        what + ": '" + name + "' has number " + parser.getText() + "; numbers must run from 0");
            }
            String before = byNumber.put(parser.getIntValue(), name);
            if (before != null) {
                throw new IllegalArgumentException(what + ": '" + before + "' and '" + name + "' have the same number");
            }
        }
        int expected = 0;
        for (int number : byNumber.keySet()) {
            if (number != expected++) {
                throw new IllegalArgumentException(what + ": numbers must run from 0 to " + (byNumber.size() - 1) + "; "
                        + (expected - 1) + " is missing");
            }
        }
        return List.copyOf(byNumber.values());
    }

    /// The place of an error in JSON. The library's own words are for programmers.
    static String why(IOException e) {
        if (!(e instanceof JsonProcessingException problem) || problem.getLocation() == null) {
            return "";
        }
        return " (line " + problem.getLocation().getLineNr() + ", column " + problem.getLocation().getColumnNr() + ")";
    }
}
