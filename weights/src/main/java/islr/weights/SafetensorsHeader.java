package islr.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import islr.tensor.Shape;
import islr.weights.internal.Sizes;
import islr.weights.internal.Texts;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON header of a safetensors file, parsed and checked against the number of data bytes behind it.
///
/// Once [#parse] has returned, every entry's bytes are inside the data, are as many as its shape and dtype need, and
/// belong to no other entry. Every byte of the data belongs to an entry.
final class SafetensorsHeader {
    static final int MAX_BYTES = 100_000_000;
    private static final String DAMAGED = "; the file is damaged or badly written, get it again from its source";
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names from an untrusted file must not stay in a table that outlives it.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(3).maxStringLength(MAX_BYTES).build())
            .build();

    private final String file;
    private final JsonParser in;
    private final Map<String, SafetensorsFile.Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeader(String file, JsonParser in) {
        this.file = file;
        this.in = in;
    }

    Map<String, SafetensorsFile.Entry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /// @param file the name that messages use
    /// @param json the bytes of the header
    /// @param dataBytes how many bytes follow the header
    static SafetensorsHeader parse(String file, byte[] json, long dataBytes) throws WeightsException {
        // A decoder of our own: it refuses malformed UTF-8, and does not accept UTF-16.
        var text = new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser in = JSON.createParser(text)) {
            SafetensorsHeader header = new SafetensorsHeader(file, in);
            header.object();
            header.checkPlaces(dataBytes);
            return header;
        } catch (WeightsException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw new WeightsException(file, "the header is not UTF-8" + DAMAGED, e);
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
            String place = at < 0 ? "" : " at character " + Counts.of(at);
            boolean twice = e.getOriginalMessage().startsWith("Duplicate");
            throw new WeightsException(file,
                    (twice ? "a name occurs twice in the header," : "the header is not valid JSON") + place + DAMAGED,
                    e);
        } catch (IOException e) {
            throw new WeightsException(file, "the header cannot be read: " + Reasons.of(e), e);
        }
    }

    private void object() throws IOException {
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = text(in.currentName());
            in.nextToken();
            if (name.equals(Texts.METADATA)) {
                readMetadata();
            } else {
                entries.put(name, entry(name));
            }
        }
        if (in.nextToken() != null) {
            throw bad("something follows the header's closing brace");
        }
    }

    /// `null` means none, as in the safetensors library.
    private void readMetadata() throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw bad(Texts.METADATA + " is not an object of texts");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = text(in.currentName());
            if (in.nextToken() != JsonToken.VALUE_STRING) {
                throw bad("the metadata entry " + OneLine.quoted(key)
                        + " is not a text; the format allows only texts there");
            }
            metadata.put(key, text(in.getText()));
        }
    }

    private SafetensorsFile.Entry entry(String name) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw bad(name, " is not described by an object of dtype, shape and data_offsets");
        }
        DType dtype = null;
        Shape shape = null;
        long[] offsets = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "dtype" -> dtype = dtype(name);
                case "shape" -> shape = shape(name, numbers(name, field, Sizes.MAX_AXES));
                case "data_offsets" -> offsets = numbers(name, field, 2);
                default -> throw bad(name,
                        " has an unknown field " + OneLine.quoted(field) + " beside dtype, shape and data_offsets");
            }
        }
        if (dtype == null || shape == null || offsets == null) {
            throw bad(name, " has no " + (dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets"));
        }
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw bad(name, ": data_offsets " + Arrays.toString(offsets) + " are not a begin and an end");
        }
        long needed = (long) shape.size() * dtype.bytes();
        long given = offsets[1] - offsets[0];
        if (needed != given) {
            throw bad(name, ": " + dtype + " " + shape + " needs " + Counts.bytes(needed) + ", its data_offsets "
                    + Arrays.toString(offsets) + " hold " + Counts.of(given));
        }
        return new SafetensorsFile.Entry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private DType dtype(String name) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw bad(name, ": its dtype is not a text");
        }
        String dtype = in.getText();
        return DType.named(dtype)
                .orElseThrow(() -> new WeightsException(file,
                        tensor(name) + " has the dtype " + OneLine.quoted(dtype) + ", which is not read here ("
                                + Arrays.toString(DType.values()) + " are); convert the file to F32 or F16"));
    }

    private long[] numbers(String name, String field, int most) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw bad(name, ": its " + field + " is not an array of whole numbers");
        }
        long[] numbers = new long[most];
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            boolean whole = in.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!whole || in.getLongValue() < 0) {
                throw bad(name, ": its " + field + " holds something that is not a whole number from 0 to 2^63 - 1");
            }
            if (count == most) {
                throw bad(name, ": its " + field + " has more than " + most + " numbers");
            }
            numbers[count++] = in.getLongValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private Shape shape(String name, long[] sizes) throws WeightsException {
        return Sizes.shape(sizes).orElseThrow(() -> new WeightsException(file, tensor(name) + ": its shape "
                + Arrays.toString(sizes) + " has more than the 2^31 numbers of a Java array"));
    }

    /// In the order of their bytes, the entries must follow each other from the first data byte to the last.
    private void checkPlaces(long dataBytes) throws WeightsException {
        List<SafetensorsFile.Entry> byPlace = entries.values().stream().sorted(
                (a, b) -> a.begin() == b.begin() ? Long.compare(a.end(), b.end()) : Long.compare(a.begin(), b.begin()))
                .toList();
        long at = 0;
        String previous = null;
        for (SafetensorsFile.Entry entry : byPlace) {
            if (entry.end() > dataBytes) {
                throw new WeightsException(file,
                        tensor(entry.name()) + " ends at data byte " + Counts.of(entry.end())
                                + ", but the data end after " + Counts.of(dataBytes)
                                + ": the file is truncated, get it again from its source");
            }
            if (entry.begin() < at) {
                throw bad(entry.name(), " begins at data byte " + Counts.of(entry.begin()) + ", inside "
                        + tensor(previous) + " that ends at " + Counts.of(at));
            }
            if (entry.begin() > at) {
                throw bad(entry.name(), " begins at data byte " + Counts.of(entry.begin()) + ": the "
                        + Counts.bytes(entry.begin() - at) + " before it are no tensor's");
            }
            at = entry.end();
            previous = entry.name();
        }
        if (at < dataBytes) {
            throw bad("the last " + Counts.bytes(dataBytes - at) + " of the file are no tensor's");
        }
    }

    private String text(String text) throws WeightsException {
        if (!Texts.isText(text)) {
            throw bad("the header holds half of a character: " + OneLine.quoted(text));
        }
        return text;
    }

    /// Called only for a message: a header has thousands of names, and most files are valid.
    private static String tensor(String name) {
        return "tensor " + OneLine.quoted(name);
    }

    private WeightsException bad(String name, String problem) {
        return bad(tensor(name) + problem);
    }

    private WeightsException bad(String problem) {
        return new WeightsException(file, problem + DAMAGED);
    }
}
