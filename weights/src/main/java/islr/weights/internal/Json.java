package islr.weights.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import islr.weights.WeightsException;
import islr.weights.text.Reasons;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// JSON that comes with weights: an index of files, Keras's description of a model.
public final class Json {
    private static final int DEEPEST = 200;
    private static final int LONGEST = 100_000_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names from an untrusted file must not stay in a table that outlives it.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(LONGEST).build())
            .build();

    private Json() {}

    /// A parser of UTF-8 text, before its first token.
    public static JsonParser parser(byte... json) throws IOException {
        // A decoder of our own: it refuses malformed UTF-8, and does not accept UTF-16.
        return FACTORY.createParser(
                new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder()));
    }

    /// Reads the first token, unless one was read, and requires it to be of a kind.
    public static void require(JsonParser in, String source, String what, JsonToken kind) throws IOException {
        JsonToken token = in.currentToken() == null ? in.nextToken() : in.currentToken();
        if (token != kind) {
            throw new WeightsException(source,
                    what + " is not the " + (kind == JsonToken.START_OBJECT ? "object" : kind)
                            + " that it should be; get the file again from its source");
        }
    }

    /// Puts the plain values of an object (texts, numbers, truth values) into a map, as texts.
    public static void readTexts(JsonParser in, Map<String, String> texts) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL && Texts.isText(key)
                    && Texts.isText(in.getText())) {
                texts.put(key, in.getText());
            } else {
                in.skipChildren();
            }
        }
    }

    /// The exception for a text that is no valid JSON, or cannot be read.
    public static WeightsException refused(String source, String what, IOException e) {
        return new WeightsException(source,
                what + " cannot be read: " + Reasons.of(e) + "; get the file again from its source", e);
    }
}
