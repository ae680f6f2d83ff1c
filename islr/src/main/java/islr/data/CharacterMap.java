package islr.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/// The characters that can be spelled, in the order of their numbers: the competition's
/// `character_to_prediction_index.json` (`{" ": 0, "!": 1, …}`).
///
/// @param characters all different; the place of each is its number
public record CharacterMap(String characters) {
    private static final JsonFactory JSON = new JsonFactory();

    /// @throws IllegalArgumentException if there are no characters, or one occurs twice
    public CharacterMap {
        Objects.requireNonNull(characters, "characters");
        if (characters.isEmpty()) {
            throw new IllegalArgumentException("characters: there is none");
        }
        for (int i = 0; i < characters.length(); i++) {
            if (characters.indexOf(characters.charAt(i)) < i) {
                throw new IllegalArgumentException("characters: '" + characters.charAt(i) + "' occurs twice");
            }
        }
    }

    /// Reads a JSON map of characters to the numbers 0 to n − 1.
    ///
    /// @return the characters, by number
    /// @throws IOException if the file cannot be read or is no such map; the message names the file and the reason
    public static CharacterMap read(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        String text = NumberedNames.text(file, "characters", "a JSON map of characters to numbers");
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("characters: a JSON map of characters to numbers is needed");
            }
            StringBuilder characters = new StringBuilder();
            for (String name : NumberedNames.map(parser, "characters")) {
                if (name.length() != 1) {
                    throw new IllegalArgumentException("characters: '" + name + "' is not one character");
                }
                characters.append(name);
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("characters: there is more text after the JSON map");
            }
            return new CharacterMap(characters.toString());
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": this is no JSON" + NumberedNames.why(e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// The number of a character, −1 if it cannot be spelled.
    public int of(char character) {
        return characters.indexOf(character);
    }

    /// The form in which the competition's file has it.
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (int i = 0; i < characters.length(); i++) {
                json.writeNumberField(characters.substring(i, i + 1), i);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
