package islr.system.gislr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The statistics of the training set in the configuration of a whole Keras model: the layer that normalises has a
/// setting `stats`, an object of the members `lips.mean`, `lips.std`, …, each a list of `[x, y]`.
final class KerasStatistics {
    private static final String CONFIGURATION = "model_config";
    private static final String STATISTICS = "stats";
    private static final JsonFactory JSON = new JsonFactory();
    /// More points than a person has.
    private static final int MOST = 2 * 4096;

    private KerasStatistics() {}

    /// @return the statistics by our names; none if the file has no configuration, or one without them
    /// @throws WeightsException if they are not lists of pairs of numbers
    static Map<String, Tensor> of(Checkpoint file) throws WeightsException {
        Map<String, Tensor> found = new LinkedHashMap<>();
        String configuration = file.metadata().get(CONFIGURATION);
        if (configuration == null) {
            return found;
        }
        try (JsonParser in = JSON.createParser(configuration)) {
            while (in.nextToken() != null && found.isEmpty()) {
                if (in.currentToken() == JsonToken.FIELD_NAME && in.currentName().equals(STATISTICS)
                        && in.nextToken() == JsonToken.START_OBJECT) {
                    read(in, found);
                }
            }
            return found;
        } catch (IOException e) {
            throw new WeightsException(file.source(),
                    "the statistics in its '" + CONFIGURATION + "' cannot be read; save the model again in Keras", e);
        }
    }

    private static void read(JsonParser in, Map<String, Tensor> found) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            float[] numbers = new float[MOST];
            int count = 0;
            require(in, JsonToken.START_ARRAY);
            while (in.nextToken() == JsonToken.START_ARRAY) {
                for (int axis = 0; axis < 2; axis++) {
                    if (!in.nextToken().isNumeric() || count == MOST) {
                        throw new IOException("no number");
                    }
                    numbers[count++] = in.getFloatValue();
                }
                require(in, JsonToken.END_ARRAY);
            }
            if (in.currentToken() != JsonToken.END_ARRAY) {
                throw new IOException("no pair");
            }
            found.put(STATISTICS + "." + name, Tensor.of(Shape.of(count / 2, 2), Arrays.copyOf(numbers, count)));
        }
    }

    private static void require(JsonParser in, JsonToken token) throws IOException {
        if (in.nextToken() != token) {
            throw new IOException("no " + token);
        }
    }
}
