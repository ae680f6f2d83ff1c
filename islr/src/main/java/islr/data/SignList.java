package islr.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The signs that a model distinguishes, in the order of its classes.
///
/// @param names one name per class, all different
public record SignList(List<String> names) {
    private static final JsonFactory JSON = new JsonFactory();

    /// @throws IllegalArgumentException if there are no names, or a name is empty or occurs twice
    public SignList {
        Objects.requireNonNull(names, "names");
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("sign list: there is no sign in it");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("sign list: the name of sign " + seen.size() + " is empty");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException("sign list: '" + name + "' occurs twice");
            }
        }
    }

    /// How many signs there are.
    public int size() {
        return names.size();
    }

    /// The name of the sign with this number, 0 to [#size()] − 1.
    public String name(int number) {
        return names.get(number);
    }

    /// Reads a file of signs: the competition's `sign_to_prediction_index_map.json` (`{"TV": 0, "after": 1, …}`), a
    /// JSON list of names, or plain text with one name per line.
    ///
    /// @return the signs, by number
    /// @throws IOException if the file cannot be read or is not a list of signs; the message names the file and the
    ///     reason
    public static SignList read(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        String text = NumberedNames.text(file, "signs", "a JSON map or list of signs, or one sign per line,").strip();
        try {
            return text.startsWith("{") || text.startsWith("[") ? fromJson(text)
                    : new SignList(text.lines().map(String::strip).toList());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// From a JSON list of names, or a JSON map from names to the numbers 0 to n − 1.
    ///
    /// @throws IllegalArgumentException if it is neither
    public static SignList fromJson(String json) {
        Objects.requireNonNull(json, "json");
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken start = parser.nextToken();
            if (start != JsonToken.START_ARRAY && start != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("sign list: a JSON list or map is needed");
            }
            SignList list = new SignList(
                    start == JsonToken.START_ARRAY ? list(parser) : NumberedNames.map(parser, "sign list"));
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("sign list: there is more text after the JSON list or map");
            }
            return list;
        } catch (IOException e) {
            throw new IllegalArgumentException("sign list: this is no JSON" + NumberedNames.why(e), e);
        }
    }

    private static List<String> list(JsonParser parser) throws IOException {
        List<String> names = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            names.add(parser.getText());
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IllegalArgumentException("sign list: entry " + names.size() + " is not a name");
        }
        return names;
    }

    /// A JSON list of the names, the form in which checkpoints store them.
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
