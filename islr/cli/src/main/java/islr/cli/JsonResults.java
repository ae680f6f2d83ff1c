package islr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.recognize.Answer;
import islr.recognize.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// One JSON object a line.
final class JsonResults implements ResultWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintWriter out;
    private final int top;

    JsonResults(PrintWriter out, int top) {
        this.out = out;
        this.top = top;
    }

    @Override
    public void write(Answer<?> answer) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("clip", answer.input().toString());
            if (answer.error().isPresent()) {
                json.writeStringField("error", answer.error().get());
            } else {
                prediction(json, answer);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(line);
        out.flush();
    }

    private void prediction(JsonGenerator json, Answer<?> answer) throws IOException {
        Prediction prediction = answer.prediction().orElseThrow();
        json.writeNumberField("frames", prediction.frames());
        json.writeStringField("sign", prediction.sign());
        json.writeNumberField("probability", prediction.probability());
        json.writeFieldName("sure");
        if (prediction.sure().isPresent()) {
            json.writeBoolean(prediction.sure().get());
        } else {
            json.writeNull();
        }
        json.writeFieldName("distance");
        if (prediction.distance().isPresent()) {
            json.writeNumber(prediction.distance().getAsDouble());
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("top");
        for (Prediction.Guess guess : prediction.top(top)) {
            json.writeStartObject();
            json.writeStringField("sign", guess.sign());
            json.writeNumberField("probability", guess.probability());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("read_ms", Math.round(answer.readMillis() * 1000) / 1000.0);
        json.writeNumberField("predict_ms", Math.round(answer.predictMillis() * 1000) / 1000.0);
        if (!prediction.notes().isEmpty()) {
            json.writeStringField("note", String.join("; ", prediction.notes()));
        }
    }
}
